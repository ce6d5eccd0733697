# shellcheck disable=SC2154
# shellcheck shell=bash
# For bash and zsh: next, back and again show a part of the lesson, which begins at a heading of $lesson_text.
# What the shell should have come to by its end is in the text itself, in comments: check is a condition for this shell,
# hint is what to type else.
lesson_part=0 lesson_told=
lesson_last=$(grep -c '^###* ' "$lesson_text")

# lesson_comment NAME: what the current part has in <!-- NAME: ... -->
lesson_comment() {
    awk -v part="$lesson_part" -v start="<!-- $1: " '
        /^###* / && part-- == 0 { exit }
        part == 0 && index($0, start) == 1 { print substr($0, length(start) + 1, length($0) - length(start) - 4) }
    ' "$lesson_text"
}

# Plain text from the Markdown: no comments and no fences, what is in fences set in, the rest broken at blanks.
lesson_show() {
    awk -v part="$lesson_part" -v width="${COLUMNS:-80}" '
        function wrapped(line, words, n, i, out) {
            n = split(line, words, " ")
            for (i = 1; i <= n; i++) {
                if (out != "" && length(out) + length(words[i]) >= width) { print out; out = "" }
                out = out (out == "" ? "" : " ") words[i]
            }
            if (out != "") print out
        }
        /^###* / && part-- == 0 { exit }
        part != 0 || /^<!--/ { next }
        /^```/ { wrapped(text); text = ""; fenced = !fenced; next }
        fenced { print "    " $0; next }
        /^!\[/ { sub(/^!\[/, "(A picture. "); sub(/\]\(.*/, ")") }
        { gsub(/\*\*/, "") }
        /^$/ || /^[-|>#]/ { wrapped(text); text = "" }
        /^$/ || /^[|#]/ { print; next }
        { text = text " " $0 }
        END { wrapped(text) }
    ' "$lesson_text"
    printf '%s\n' "-- $lesson_part of $lesson_last: next, back or again; exit leaves --"
}

again() { lesson_show; }

back() {
    [ "$lesson_part" -eq 0 ] || lesson_part=$((lesson_part - 1))
    lesson_show
}

next() {
    local condition
    condition=$(lesson_comment check)
    if [ -n "$condition" ]; then
        if eval "$condition"; then
            echo "Checked: your shell is as it should be."
        elif [ "$lesson_told" != "$lesson_part" ]; then
            lesson_told=$lesson_part
            echo "Not yet. $(lesson_comment hint)"
            echo "Then type next; or type it now, to go on all the same."
            return 1
        fi
    fi
    if [ "$lesson_part" -eq "$lesson_last" ]; then
        echo "That was the last part. exit leaves, and all of the sandbox is gone."
    else
        lesson_part=$((lesson_part + 1))
        lesson_show
    fi
}

# A shell that is started from here has the functions too, but need not begin with the text again.
if [ -z "${lesson_open-}" ]; then
    lesson_show
    echo 'You are in the sandbox: leave out ./jbangw practice below. Type what the text says, and then: next'
fi
export lesson_open=1
