# For zsh, whose profile reads this file: the function assume, UNSET_AWS, completion, and a segment of the prompt.
# It is read a second time, and its functions run ever after, as zsh is by itself: whatever options and aliases there are.
[[ -n ${__assume_file-} ]] || __assume_file=@FILE@ \builtin emulate -R zsh -o no_aliases -o unset -o no_err_exit -c '\builtin source "$__assume_file"'
[[ -n ${__assume_file-} ]] || \builtin return 0

# @COMMON@

# --- The prompt: [PROFILE:ROLE@ACCOUNT MINUTESm], [session MINUTESm] for temporary keys of which neither is known, and `expired`
# when the time is up. It is made of shell alone, because a prompt must not wait for a process.
zmodload zsh/datetime
__assume_prompt() {
    local role= account= left= match mbegin mend
    integer seconds minutes year month
    psvar[9]=
    if [[ ${AWS_ASSUMED_ROLE-} == *:assumed-role/* ]]; then
        role=${${AWS_ASSUMED_ROLE#*:assumed-role/}%%/*}
        account=${${AWS_ASSUMED_ROLE%%:assumed-role/*}##*:}
        [[ $account =~ '^[0-9]{12}$' ]] || account=
        role=$role${account:+@$account}
    fi
    role=${AWS_ASSUMED_PROFILE-}${AWS_ASSUMED_PROFILE:+${role:+:}}$role
    role=${role:-${AWS_SESSION_TOKEN:+session}}
    if [[ -n $role ]]; then
        if [[ ${AWS_CREDENTIAL_EXPIRATION-} =~ '^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.0-9]*(Z|[+]00:00)$' ]]; then
            # The days since 1970, in years that begin in March.
            month=$(( (10#$match[2] + 9) % 12 ))
            year=$(( 10#$match[1] - month / 10 ))
            seconds=$(( 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + 10#$match[3] - 719469 ))
            seconds=$(( ((seconds * 24 + 10#$match[4]) * 60 + 10#$match[5]) * 60 + 10#$match[6] - EPOCHSECONDS ))
            minutes=$(( (seconds + 30) / 60 ))
            # Minutes, and hours where they are more than 120.
            if (( seconds <= 0 )); then left=' expired'
            elif (( seconds < 60 )); then left=' <1m'
            elif (( minutes <= 120 )); then left=" ${minutes}m"
            else left=" $(( minutes / 60 ))h${${:- $(( minutes % 60 ))m}:# 0m}"
            fi
        fi
        psvar[9]="[${role//[^A-Za-z0-9_+=,.@:\/-]/?}$left] "
    fi
    [[ ${PROMPT-} == *%9v* ]] || PROMPT="%9v${PROMPT-}"
}
if [[ -o interactive ]]; then
    autoload -Uz add-zsh-hook && add-zsh-hook precmd __assume_prompt
fi

# --- Completion: options, the values of --format, the names of profiles, and after -- any command.
__assume_profiles() {
    setopt local_options extended_glob
    local file
    local -a lines
    typeset -ga __assume_names=()
    for file in "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}"; do
        file=${file/#\~\//${HOME-}/}
        [[ ! -r $file ]] || lines+=("${(@M)${(@f)$(<$file)}:#[[:space:]]#\[*\]*}")
    done
    lines=("${(@)${(@)lines##[[:space:]]#\[[[:space:]]#}%%\]*}")
    lines=("${(@)${(@)lines:#(sso-session|services)[[:space:]]*}##profile[[:space:]]##}")
    __assume_names=("${(@Qu)${(@)lines%%[[:space:]]##}:#}")
}

__assume_complete() {
    integer dashes=${words[(Ie)--]}
    if (( dashes && dashes < CURRENT )); then
        words=("${(@)words[dashes+1,-1]}")
        (( CURRENT -= dashes ))
        _normal
        return
    fi
    local before=${words[CURRENT-1]-}
    if [[ $PREFIX == --*=* ]]; then
        before=${PREFIX%%=*}
        compset -P 1 '*='
    fi
    case $before:$service:$PREFIX in
        --format:*) compadd -- @FORMATS@ ;;
        --profile:*) __assume_profiles; compadd -a __assume_names ;;
        --ca-bundle:*) _files ;;
        *:assume:-*) compadd -- @OPTIONS assume@ ;;
        *:aws-login:-*) compadd -- @OPTIONS aws-login@ ;;
        *:aws-console:-*) compadd -- @OPTIONS aws-console@ ;;
        *:aws-profiles:-*) compadd -- @OPTIONS aws-profiles@ ;;
        *:each:-*) compadd -- @OPTIONS each@ ;;
        *:aws-profiles:* | *:each:*) ;;
        *:sts2env:-*) compadd -- @OPTIONS sts2env@ ;;
        *:sts2env:*) _files ;;
        *) [[ ' @VALUED assume@ @VALUED aws-console@ @VALUED aws-login@ ' == *" $before "* ]] || { __assume_profiles; compadd -a __assume_names } ;;
    esac
}
if [[ -o interactive ]]; then
    # Where nothing has set up completion yet, it is set up without the file that it would keep in the home.
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D }
    compdef __assume_complete assume aws-console aws-login aws-profiles each sts2env
fi
