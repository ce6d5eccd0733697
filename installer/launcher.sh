#!/bin/sh
# One @OURS@, made by install.java. To update it, or to remove it with --uninstall, run that again.
java=@JAVA@
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# A closed stdin, stdout or stderr would become whichever file the JVM opens first.
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null
{ true 3>&2; } || exec 2>/dev/null

# A JVM to which these say something of archives does not start with one of ours.
archive=-XX:AOTCache=
case "${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-} ${_JAVA_OPTIONS-}" in
    *-Xshare:* | *-XX:Shared* | *-XX:AOT*) archive=-Dassume.archive= ;;
esac

# After -- COMMAND nobody is going to execute what is printed, and COMMAND has the terminal: the JVM takes this shell's place.
for argument; do
    [ "$argument" != -- ] || exec "$java" @EXEC@ "$@"
done

# Whoever sources this must see a failure even where no JVM could say so: it did not start, or it was killed.
fail() { # ARGUMENT...
    format=env before=
    for argument; do
        case $argument in
            --format=*) format=${argument#--format=} ;;
            --list | --status | --forget) return ;; # what these print is not for a shell
        esac
        [ "$before" != --format ] || format=$argument
        before=$argument
    done
    case $format in
@FAILURES@
    esac
}

# The JVM runs beside this shell, which waits for it, and ends it when it is ended itself.
signal=0 jvm=''
trap 'signal=1; kill "$jvm" 2>/dev/null' HUP
trap 'signal=2; kill "$jvm" 2>/dev/null' INT
trap 'signal=3; kill "$jvm" 2>/dev/null' QUIT # to which a JVM by itself only says what its threads do
trap 'signal=15; kill "$jvm" 2>/dev/null' TERM
exec 3<&0
run() { # ARGUMENT... of the JVM
    "$java" "$@" <&3 3<&- &
    jvm=$!
    wait "$jvm"
    status=$?
    while [ "$signal" -ne 0 ] && kill "$jvm" 2>/dev/null; do wait "$jvm"; done
}
end() { # ARGUMENT... of the command
    case $status in
        100) exit 0 ;;
        101 | 102) [ "$signal" -ne 0 ] || exit $((status - 100)) ;; # it has said why, on both streams
    esac
    fail "$@"
    [ "$signal" -eq 0 ] || exit $((128 + signal))
    echo "@NAME@: Java ended without a word for the shell (status $status of $java); nothing was loaded" >&2
    exit 1
}
@FIRST@
run @START@ "$@"
end "$@"
