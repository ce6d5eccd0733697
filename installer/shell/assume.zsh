# zsh, after assume.sh: a segment of the prompt, and completion.

# --- The prompt: [ROLE MINUTESm] or [ROLE over]. It is made of shell alone, because a prompt must not wait for a process.
zmodload zsh/datetime
__assume_prompt() {
    emulate -L zsh
    local role=${AWS_ASSUMED_ROLE-} left= match mbegin mend
    integer seconds year month
    psvar[9]=
    if [[ $role == *:assumed-role/* ]]; then
        role=${${role#*:assumed-role/}%%/*}
        if [[ ${AWS_CREDENTIAL_EXPIRATION-} =~ '^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.0-9]*Z$' ]]; then
            # The days since 1970, in years that begin in March.
            month=$(( (10#$match[2] + 9) % 12 ))
            year=$(( 10#$match[1] - month / 10 ))
            seconds=$(( 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + 10#$match[3] - 719469 ))
            seconds=$(( ((seconds * 24 + 10#$match[4]) * 60 + 10#$match[5]) * 60 + 10#$match[6] - EPOCHSECONDS ))
            if (( seconds > 0 )); then left=" $(( (seconds + 30) / 60 ))m"; else left=' over'; fi
        fi
        psvar[9]="[${role//[^A-Za-z0-9_+=,.@-]/?}$left] "
    fi
    [[ $PROMPT == *%9v* ]] || PROMPT="%9v$PROMPT"
}
if [[ -o interactive ]]; then
    autoload -Uz add-zsh-hook && add-zsh-hook precmd __assume_prompt
fi

# --- Completion: options, the values of --format, the names of profiles, and after -- any command.
__assume_profiles() {
    emulate -L zsh
    local file line match mbegin mend
    typeset -ga __assume_names=()
    for file in "${AWS_CONFIG_FILE:-$HOME/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; do
        file=${file/#\~\//$HOME/}
        [[ -r $file ]] || continue
        while IFS= read -r line || [[ -n $line ]]; do
            [[ $line =~ '^[[:space:]]*\[[[:space:]]*((profile|sso-session|services)[[:space:]]+)?([^]]*[^] ])[[:space:]]*\]' ]] || continue
            [[ $match[2] == (sso-session|services) ]] || __assume_names+=("${(Q)match[3]}")
        done <"$file"
    done
    __assume_names=("${(@u)__assume_names}")
}

__assume_complete() {
    integer dashes=${words[(Ie)--]}
    if (( dashes && dashes < CURRENT )); then
        words=("${(@)words[dashes+1,-1]}")
        (( CURRENT -= dashes ))
        _normal
        return
    fi
    case ${words[CURRENT-1]}:$service:$PREFIX in
        --format:*) compadd -- @FORMATS@ ;;
        --profile:*) __assume_profiles; compadd -a __assume_names ;;
        *:assume:-*) compadd -- @OPTIONS assume@ ;;
        *:sts2env:-*) compadd -- @OPTIONS sts2env@ ;;
        --ca-bundle:*|*:sts2env:*) _files ;;
        *) __assume_profiles; compadd -a __assume_names ;;
    esac
}
if [[ -o interactive ]]; then
    # Where nothing has set up completion yet, it is set up without the file that it would keep in the home.
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D }
    compdef __assume_complete assume sts2env
fi
