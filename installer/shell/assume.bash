# For bash, whose profile reads this file: the function assume, UNSET_AWS, completion, and a segment of the prompt.
# It is read whatever aliases there are: bash puts them into the functions that it reads.
\builtin shopt -q expand_aliases && __assume_aliases=-s || __assume_aliases=-u
\builtin shopt -u expand_aliases

# @COMMON@

# --- The prompt: [PROFILE:ROLE@ACCOUNT MINUTESm], [session MINUTESm] for temporary keys of which neither is known, and `expired`
# when the time is up. It is made of shell alone, because a prompt must not wait for a process.
__assume_left() { # SECONDS; minutes, and hours where they are more than 120
    local minutes=$((($1 + 30) / 60))
    if [ "$1" -le 0 ]; then
        left=' expired'
    elif [ "$1" -lt 60 ]; then
        left=' <1m'
    elif [ "$minutes" -le 120 ]; then
        left=" ${minutes}m"
    else
        left=" $((minutes / 60))h" minutes=$((minutes % 60))
        [ "$minutes" -eq 0 ] || left="$left ${minutes}m"
    fi
}
__assume_prompt() {
    local status=$? role='' account='' now left='' year month
    __assume_segment=
    if [[ ${AWS_ASSUMED_ROLE-} == *:assumed-role/* ]]; then
        role=${AWS_ASSUMED_ROLE#*:assumed-role/} role=${role%%/*}
        account=${AWS_ASSUMED_ROLE%%:assumed-role/*} account=${account##*:}
        [[ $account =~ ^[0-9]{12}$ ]] || account=
        role=$role${account:+@$account}
    fi
    role=${AWS_ASSUMED_PROFILE-}${AWS_ASSUMED_PROFILE:+${role:+:}}$role
    role=${role:-${AWS_SESSION_TOKEN:+session}}
    if [ -n "$role" ]; then
        if [[ ${AWS_CREDENTIAL_EXPIRATION-} =~ ^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.0-9]*(Z|\+00:00)$ ]] &&
            printf -v now '%(%s)T' -1 2>/dev/null; then # bash 3.2 cannot tell the time, and shows no minutes
            # The days since 1970, in years that begin in March.
            year=$((10#${BASH_REMATCH[1]})) month=$(((10#${BASH_REMATCH[2]} + 9) % 12))
            year=$((year - month / 10))
            left=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + 10#${BASH_REMATCH[3]} - 719469))
            left=$((((left * 24 + 10#${BASH_REMATCH[4]}) * 60 + 10#${BASH_REMATCH[5]}) * 60 + 10#${BASH_REMATCH[6]} - now))
            __assume_left "$left"
        fi
        __assume_segment="[${role//[^A-Za-z0-9_+=,.@:\/-]/?}$left] "
    fi
    # shellcheck disable=SC2016 # bash expands it anew with each prompt
    case ${PS1-} in *'${__assume_segment-}'*) ;; *) PS1='${__assume_segment-}'${PS1-} ;; esac
    return "$status"
}
case $- in
    *i*) case ${PROMPT_COMMAND-} in *__assume_prompt*) ;; *) PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__assume_prompt ;; esac ;;
esac

# --- Completion: options, the values of --format, the names of profiles, and after -- any command.
# Some names come twice, from config and from credentials; bash drops the second.
__assume_profiles() {
    local file IFS=$' \t\n' glob=+f
    local files=()
    for file in "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}"; do
        file=${file/#\~\//${HOME-}/}
        [ ! -r "$file" ] || files[${#files[@]}]=$file
    done
    __assume_names=()
    [ "${#files[@]}" -gt 0 ] || return 0
    case $- in *f*) glob=-f ;; esac
    set -f
    IFS=$'\n'
    # shellcheck disable=SC2207 # one a line
    __assume_names=($(LC_ALL=C command sed -n \
        -e '/^[[:space:]]*\[[[:space:]]*sso-session[[:space:]]/d' -e '/^[[:space:]]*\[[[:space:]]*services[[:space:]]/d' \
        -e 's/^[[:space:]]*\[[[:space:]]*profile[[:space:]]\{1,\}/[/' \
        -e "s/^[[:space:]]*\[[[:space:]]*[\"']\{0,1\}\([^]]*[^]\"' ]\)[\"']\{0,1\}[[:space:]]*\].*/\1/p" -- "${files[@]}"))
    set "$glob"
}

# Bash gives it the command, the word to complete, and the word before.
__assume_complete() {
    local command=${1##*/} word=${2-} before=${3-} index candidate IFS=$' \t\n' values=' @VALUED assume@ @VALUED aws-console@ @VALUED aws-login@ '
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        [ "${COMP_WORDS[index]}" = -- ] || continue
        IFS=$'\n'
        # shellcheck disable=SC2207 # names of commands, one a line
        [ "$((index + 1))" -ne "$COMP_CWORD" ] || COMPREPLY=($(compgen -c -- "$word"))
        return 0
    done
    # Bash takes the equals sign of --format=fish for a word.
    [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]-}
    set --
    case $before:$command:$word in
        --format:*) set -- @FORMATS@ ;;
        --profile:*) __assume_profiles && set -- ${__assume_names[@]+"${__assume_names[@]}"} ;;
        --ca-bundle:*) ;; # a file, which bash completes by itself
        *:assume:-*) set -- @OPTIONS assume@ ;;
        *:aws-login:-*) set -- @OPTIONS aws-login@ ;;
        *:aws-console:-*) set -- @OPTIONS aws-console@ ;;
        *:aws-profiles:-*) set -- @OPTIONS aws-profiles@ ;;
        *:each:-*) set -- @OPTIONS each@ ;;
        *:aws-profiles:* | *:each:*) ;; # a pattern, or what only its user knows
        *:sts2env:-*) set -- @OPTIONS sts2env@ ;;
        *:sts2env:*) ;; # a file
        *) if [[ $values == *" $before "* ]]; then
            compopt +o default 2>/dev/null || : # a value that nothing is known of
        else
            __assume_profiles && set -- ${__assume_names[@]+"${__assume_names[@]}"}
        fi ;;
    esac
    for candidate in "$@"; do
        [[ $candidate == "$word"* ]] || continue
        case $candidate in *[!A-Za-z0-9_.-]*) printf -v candidate %q "$candidate" ;; esac
        COMPREPLY[${#COMPREPLY[@]}]=$candidate
    done
    return 0
}
complete -o default -F __assume_complete assume aws-console aws-login aws-profiles each sts2env

\builtin shopt "$__assume_aliases" expand_aliases
\builtin unset -v __assume_aliases
