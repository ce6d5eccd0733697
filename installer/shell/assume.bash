# bash, after assume.sh: a segment of the prompt, and completion.

# --- The prompt: [ROLE MINUTESm] or [ROLE over]. It is made of shell alone, because a prompt must not wait for a process.
__assume_prompt() {
    local status=$? role=${AWS_ASSUMED_ROLE-} now left year month
    __assume_segment=
    if [[ $role == *:assumed-role/* ]]; then
        role=${role#*:assumed-role/} role=${role%%/*} left=
        if [[ ${AWS_CREDENTIAL_EXPIRATION-} =~ ^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.0-9]*Z$ ]] &&
            printf -v now '%(%s)T' -1 2>/dev/null; then # bash 3.2 cannot tell the time, and shows the role alone
            # The days since 1970, in years that begin in March.
            year=$((10#${BASH_REMATCH[1]})) month=$(((10#${BASH_REMATCH[2]} + 9) % 12))
            year=$((year - month / 10))
            left=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + 10#${BASH_REMATCH[3]} - 719469))
            left=$((((left * 24 + 10#${BASH_REMATCH[4]}) * 60 + 10#${BASH_REMATCH[5]}) * 60 + 10#${BASH_REMATCH[6]} - now))
            if [ "$left" -gt 0 ]; then left=" $(((left + 30) / 60))m"; else left=' over'; fi
        fi
        __assume_segment="[${role//[^A-Za-z0-9_+=,.@-]/?}$left] "
    fi
    # shellcheck disable=SC2016 # bash expands it anew with each prompt
    case $PS1 in *'${__assume_segment}'*) ;; *) PS1='${__assume_segment}'$PS1 ;; esac
    return "$status"
}
case $- in
    *i*) case ${PROMPT_COMMAND-} in *__assume_prompt*) ;; *) PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__assume_prompt ;; esac ;;
esac

# --- Completion: options, the values of --format, the names of profiles, and after -- any command.
__assume_profiles() {
    local file line name
    __assume_names=()
    for file in "${AWS_CONFIG_FILE:-$HOME/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; do
        file=${file/#\~\//$HOME/}
        [ -r "$file" ] || continue
        while IFS= read -r line || [ -n "$line" ]; do
            [[ $line =~ ^[[:space:]]*\[[[:space:]]*((profile|sso-session|services)[[:space:]]+)?([^]]*[^]\ ])[[:space:]]*\] ]] || continue
            case ${BASH_REMATCH[2]} in sso-session | services) continue ;; esac
            name=${BASH_REMATCH[3]} name=${name#[\"\']} name=${name%[\"\']}
            case " ${__assume_names[*]} " in *" $name "*) ;; *) __assume_names+=("$name") ;; esac
        done <"$file"
    done
}

# Bash gives it the command, the word to complete, and the word before.
__assume_complete() {
    local command=${1##*/} word=$2 before=$3 index candidate
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        [ "${COMP_WORDS[index]}" = -- ] || continue
        # shellcheck disable=SC2207 # names of commands, one a line
        [ "$((index + 1))" -ne "$COMP_CWORD" ] || COMPREPLY=($(compgen -c -- "$word"))
        return
    done
    set --
    case $before:$command:$word in
        --format:*) set -- @FORMATS@ ;;
        --profile:*) __assume_profiles && set -- "${__assume_names[@]}" ;;
        *:assume:-*) set -- @OPTIONS assume@ ;;
        *:sts2env:-*) set -- @OPTIONS sts2env@ ;;
        --ca-bundle:* | *:sts2env:*) ;; # files, which bash completes by itself
        *) __assume_profiles && set -- "${__assume_names[@]}" ;;
    esac
    for candidate in "$@"; do
        [[ $candidate == "$word"* ]] && printf -v candidate '%q' "$candidate" && COMPREPLY+=("$candidate")
    done
    return 0
}
complete -o default -F __assume_complete assume sts2env
