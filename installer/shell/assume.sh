# shellcheck shell=bash
# What bash (from 3.2 on) and zsh have in common: the function assume, and UNSET_AWS. The file of each shell has this in it.
\builtin unalias assume UNSET_AWS 2>/dev/null || \builtin true # an alias of that name would come before the function
__assume_bin=@BIN@
case ":${PATH-}:" in *":$__assume_bin:"*) ;; *) PATH=${PATH:+$PATH:}$__assume_bin ;; esac

# No program can change the environment of the shell that started it. So the shell itself runs what the program prints,
# provided that it succeeded; and what prints no commands is only run. A user's own variables may be readonly, and eval a
# function: so the names are long, and eval is the shell's.
assume() {
    local __assume_argument __assume_out
    for __assume_argument in "$@"; do
        case $__assume_argument in
            -- | --list | --status | --forget | --format | --format=* | --help | -h | --version) "$__assume_bin/assume" "$@"; return ;;
        esac
    done
    __assume_out=$("$__assume_bin/assume" "$@") && \builtin eval "$__assume_out"
}

UNSET_AWS() {
    local __assume_out
    __assume_out=$("$__assume_bin/unset" "$@") && \builtin eval "$__assume_out"
}
