# For fish, whose profile reads this file: the function assume, UNSET_AWS, completion, and a segment of the prompt.
set -g __assume_bin @BIN@
contains -- $__assume_bin $PATH; or set -gx PATH $PATH $__assume_bin

# No program can change the environment of the shell that started it. So the shell itself runs what the program prints,
# provided that it succeeded; and what prints no commands is only run.
function assume --description 'Assume an AWS role in this shell'
    for argument in $argv
        if contains -- $argument -- --list --status --forget --format --help -h --version; or string match -q -- '--format=*' $argument
            $__assume_bin/assume $argv
            return
        end
    end
    set -l out ($__assume_bin/assume --format fish $argv)
    set -l code $status
    test $code -eq 0; or return $code
    eval (string join \n -- $out | string collect)
end

function UNSET_AWS --description 'Forget the AWS credentials of this shell'
    set -l out ($__assume_bin/unset --format fish $argv)
    set -l code $status
    test $code -eq 0; or return $code
    eval (string join \n -- $out | string collect)
end

# --- The prompt: [PROFILE:ROLE@ACCOUNT MINUTESm], [session MINUTESm] for temporary keys of which neither is known, and `expired`
# when the time is up. It is made of shell alone, because a prompt must not wait for a process.
# fish cannot tell the time; Linux can, in two files. Where they are missing, the role is shown alone.
function __assume_now
    if not set -q __assume_booted; and test -r /proc/stat -a -r /proc/uptime
        while read -l line
            set -l words (string split ' ' -- $line)
            test "$words[1]" = btime; and set -g __assume_booted $words[2]; and break
        end </proc/stat
    end
    set -q __assume_booted; and read -l uptime rest </proc/uptime; and math "floor($__assume_booted + $uptime)"
end

# Minutes, and hours where they are more than 120.
function __assume_left
    set -l minutes (math "floor(($argv[1] + 30) / 60)")
    if test $argv[1] -lt 60
        echo '<1m'
    else if test $minutes -le 120
        echo "$minutes"m
    else
        set -l rest (math "$minutes % 60")
        test $rest -eq 0; and set rest; or set rest " $rest"m
        echo (math "floor($minutes / 60)")h"$rest"
    end
end

function __assume_segment
    set -l role (string match -r ':assumed-role/([^/]*)' -- "$AWS_ASSUMED_ROLE")[2]
    set -l account (string match -r ':(\d{12}):assumed-role/' -- "$AWS_ASSUMED_ROLE")[2]
    test -n "$account"; and set role "$role@$account"
    if test -n "$AWS_ASSUMED_PROFILE"
        test -n "$role"; and set role ":$role"
        set role "$AWS_ASSUMED_PROFILE$role"
    end
    test -z "$role" -a -n "$AWS_SESSION_TOKEN"; and set role session
    test -n "$role"; or return
    set -l left
    set -l end (string match -r '^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})[.\d]*(?:Z|\+00:00)$' -- "$AWS_CREDENTIAL_EXPIRATION")
    set -l now (__assume_now)
    if test -n "$end[1]" -a -n "$now"
        # The days since 1970, in years that begin in March.
        set -l month (math "($end[3] + 9) % 12")
        set -l year (math "$end[2] - floor($month / 10)")
        set -l days (math "365 * $year + floor($year / 4) - floor($year / 100) + floor($year / 400) + floor((153 * $month + 2) / 5) + $end[4] - 719469")
        set -l seconds (math "(($days * 24 + $end[5]) * 60 + $end[6]) * 60 + $end[7] - $now")
        if test $seconds -gt 0
            set left ' '(__assume_left $seconds)
        else
            set left ' expired'
        end
    end
    echo -n '['(string replace -ar '[^A-Za-z0-9_+=,.@:/-]' '?' -- $role)"$left] "
end

function __assume_status
    return $argv[1]
end

if status is-interactive; and not functions -q __assume_prompt_before
    functions -q fish_prompt; or function fish_prompt
        echo -n '> '
    end
    functions -c fish_prompt __assume_prompt_before
    function fish_prompt
        set -l code $status
        __assume_segment
        __assume_status $code # the prompt that was there before may show it
        __assume_prompt_before
    end
end

# --- Completion: options with what they do, the values of --format, the names of profiles, and after -- any command.
function __assume_profiles
    set -l config $HOME/.aws/config
    test -n "$AWS_CONFIG_FILE"; and set config (string replace -r '^~/' "$HOME/" -- $AWS_CONFIG_FILE)
    set -l credentials $HOME/.aws/credentials
    test -n "$AWS_SHARED_CREDENTIALS_FILE"; and set credentials (string replace -r '^~/' "$HOME/" -- $AWS_SHARED_CREDENTIALS_FILE)
    for file in $config $credentials
        test -r $file; or continue
        string replace -rf '^\s*\[\s*(?!(?:sso-session|services)\s)(?:profile\s+)?(["\']?)([^\]]*[^\] "\'])\1\s*\].*' '$2' <$file
    end
end

function __assume_completes_options
    not contains -- -- (commandline -opc)
end

# For the command after --, what it has for itself.
function __assume_command
    set -l words (commandline -opc)
    set -l first (math (contains -i -- -- $words) + 1)
    complete -C (string join -- ' ' (string escape -- $words[$first..-1]) (commandline -ct))
end

complete -c assume -n __assume_completes_options -f -a '(__assume_profiles)'
complete -c assume -n 'not __assume_completes_options' -a '(__assume_command)'
# @DESCRIBED assume@
complete -c assume -l profile -x -a '(__assume_profiles)'
complete -c assume -l format -x -a '@FORMATS@'
complete -c assume -l ca-bundle -r -F
complete -c aws-console -f -a '(__assume_profiles)'
# @DESCRIBED aws-console@
complete -c aws-console -l profile -x -a '(__assume_profiles)'
complete -c aws-console -l ca-bundle -r -F
complete -c aws-login -f -a '(__assume_profiles)'
# @DESCRIBED aws-login@
complete -c aws-login -l ca-bundle -r -F
complete -c aws-profiles -f
# @DESCRIBED aws-profiles@
complete -c aws-profiles -l ca-bundle -r -F
complete -c each -n __assume_completes_options -f
complete -c each -n 'not __assume_completes_options' -a '(__assume_command)'
# @DESCRIBED each@
complete -c each -l profile -x -a '(__assume_profiles)'
complete -c each -l ca-bundle -r -F
# @DESCRIBED sts2env@
complete -c sts2env -l format -x -a '@FORMATS@'
