# shellcheck disable=SC2154
# shellcheck shell=bash
# For bash and zsh: next, back, again and goto show a part of the lesson. A part begins at a heading "## NUMBER." of
# $lesson_text, or at a heading "###" within one; part 0 is what comes before them all.
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

# lesson_number NUMBER: which of all the parts it is that the text calls so (16, or 16.2 for the second within it)
lesson_number() {
    awk -v wanted="$1" '
        /^###* / { part++ }
        /^## / { number = $2; sub(/\.$/, "", number); within = 0; if (number == wanted) { print part; exit } }
        /^### / { within++; if (number "." within == wanted) { print part; exit } }
    ' "$lesson_text"
}

# Where we are, as the text counts.
lesson_place() {
    awk -v part="$lesson_part" '
        /^###* / { seen++ }
        /^## / { number = $2; sub(/\.$/, "", number); within = 0 }
        /^### / { within++ }
        seen == part && part > 0 && !found { found = 1; here = number; place = within }
        /^### / && number == here { all = within }
        END { printf "%s of %s%s", found ? here : "0", number, place ? " (" place " of " all ")" : "" }
    ' "$lesson_text"
}

# Plain text from the Markdown. The characters 1 and 2 begin and end what is to stand out, 3 begins what is to stand back,
# and 4, alone on a line, is the end of a page. Bytes are counted, but for those that continue a character.
lesson_plain() { # WIDTH ROWS, where 0 rows make one page of it all
    LC_ALL=C awk -v part="$lesson_part" -v width="$1" -v rows="$2" '
        function shown(text) { gsub(/[\001-\004\200-\277]/, "", text); return length(text) }
        function line(text, high) {
            high = int((shown(text) - 1) / width) + 1
            if (high < 1) high = 1
            if (rows > 0 && used + high > rows) { print "\004"; used = 0 }
            used += high
            blank = text == ""
            print text
        }
        function plain(text, out, code, before, after) {
            out = ""
            while (match(text, /`[^`]+`/)) {
                code = substr(text, RSTART + 1, RLENGTH - 2)
                before = substr(text, 1, RSTART - 1); after = substr(text, RSTART + RLENGTH)
                out = out words(before) "\001" code "\002"
                text = after
            }
            return out words(text)
        }
        function words(text, from, to) {
            while (match(text, /\[[^]]*\]\([^)]*\)/)) {
                to = substr(text, RSTART, RLENGTH); from = to
                sub(/^\[/, "", to); sub(/\]\(.*/, "", to); sub(/.*\]\(/, "", from); sub(/\)$/, "", from)
                if (from ~ /^https?:/) to = to " (" from ")"
                text = substr(text, 1, RSTART - 1) to substr(text, RSTART + RLENGTH)
            }
            while (match(text, /\*\*?[^*]+\*\*?/)) {
                to = substr(text, RSTART, RLENGTH); gsub(/\*/, "", to)
                text = substr(text, 1, RSTART - 1) "\001" to "\002" substr(text, RSTART + RLENGTH)
            }
            gsub(/\\\|/, "|", text)
            return text
        }
        function wrapped(text, first, rest, dim, word, n, i, out) {
            n = split(text, word, " ")
            out = first
            for (i = 1; i <= n; i++) {
                if (out != first && out != rest && shown(out) + shown(word[i]) >= width) { line(dim out); out = rest; }
                out = out (out == first || out == rest ? "" : " ") word[i]
            }
            if (n) line(dim out (dim == "" ? "" : "\002"))
        }
        function paragraph(dim) {
            if (text != "" && text !~ /practice --lesson/) {
                dim = text ~ /^ *\*Read the original/ ? "\003" : ""
                if (dim != "") gsub(/[*`]/, "", text)
                wrapped(dim == "" ? plain(text) : text, first, rest, dim)
            }
            text = first = rest = ""
        }
        function table(i, j, all, most, name) {
            for (j = 1; j <= columns; j++) { most = 0; for (i = 1; i <= lines; i++) if (shown(cell[i, j]) > most) most = shown(cell[i, j])
                wide[j] = most; all += most + 2 }
            for (i = 1; i <= lines; i++) {
                if (all <= width) {
                    out = ""
                    for (j = 1; j <= columns; j++) out = out (i == 1 ? "\001" : "") cell[i, j] (i == 1 ? "\002" : "") pad(wide[j] + 2 - shown(cell[i, j]))
                    sub(/ +$/, "", out); line(out)
                } else if (i > 1) {
                    wrapped(cell[i, 1], "", "    ", "")
                    for (j = 2; j <= columns; j++) if (cell[i, j] != "") wrapped(cell[1, j] ": " cell[i, j], "    ", "        ", "")
                }
            }
            lines = columns = 0
        }
        function pad(n, out) { out = ""; while (n-- > 0) out = out " "; return out }
        function row(text, n, i, field) {
            gsub(/\\\|/, "\005", text); sub(/^\| */, "", text); sub(/ *\| *$/, "", text)
            n = split(text, field, / *\| */); lines++
            if (n > columns) columns = n
            for (i = 1; i <= n; i++) { gsub(/\005/, "|", field[i]); cell[lines, i] = plain(field[i]) }
        }
        /^###* / && part-- == 0 { exit }
        part != 0 || /^<!--/ { next }
        /^```/ { paragraph(); fenced = !fenced; opens = 0; next }
        fenced && /^\$ / { opens = /^\$ \.\/jbangw practice/ }
        fenced && opens { next }
        fenced && /^\$ / { line("    \001" $0 "\002"); next }
        fenced { line("    " $0); next }
        lines && !/^\|/ { table() }
        /^#/ { sub(/^#+ */, ""); line("\001" plain($0) "\002"); next }
        /^\|[-| ]*$/ { next }
        /^\|/ { paragraph(); row($0); next }
        /^$/ { paragraph(); if (!blank) line(""); next }
        /^!\[/ { sub(/^!\[/, "(A picture. "); sub(/\]\(.*/, ")") }
        /^- / { paragraph(); first = "- "; rest = "  "; sub(/^- /, "") }
        /^>/ { if (text == "") first = rest = "    "; sub(/^> ?/, "") }
        { text = text " " $0 }
        END { paragraph(); if (lines) table() }
    ' "$lesson_text"
}

# One key of the terminal, in $lesson_key: Enter is the empty one.
lesson_read() {
    lesson_key=
    if [ -n "${ZSH_VERSION-}" ]; then
        read -rsk 1 lesson_key
        [ "$lesson_key" != $'\n' ] || lesson_key=
    else
        IFS= read -rsn 1 lesson_key </dev/tty
    fi
}

# Shows the part, a page at a time where a terminal is looking on.
lesson_show() {
    local rows=0 columns="${COLUMNS:-80}" strong='' weak='' off='' size='' line='' text=''
    if [ -t 1 ]; then
        size=$(stty size 2>/dev/null </dev/tty)
        rows=${size% *} columns=${size#* }
        [ "${rows:-0}" -gt 0 ] || rows=${LINES:-24}
        [ "${columns:-0}" -gt 0 ] || columns=${COLUMNS:-80}
        case ${TERM:-dumb} in dumb) ;; *) [ -n "${NO_COLOR-}" ] || strong=$'\033[1m' weak=$'\033[2m' off=$'\033[0m' ;; esac
        rows=$((rows > 4 ? rows - 2 : 2)) # the last one is for the word below, and the one before for the footer
    fi
    [ "${columns:-0}" -ge 20 ] || columns=80
    text=$(lesson_plain "$columns" "$rows")
    while IFS= read -r line; do
        if [ "$line" = $'\004' ]; then
            printf '%s' "$weak-- Enter goes on, q stops --$off"
            lesson_read || break
            printf '\r%s\r' '                            '
            case $lesson_key in q | Q) break ;; esac
            continue
        fi
        line=${line//$'\001'/$strong} line=${line//$'\002'/$off} line=${line//$'\003'/$weak}
        printf '%s\n' "$line"
    done <<<"$text"
    printf '%s\n' "-- $(lesson_place): next, back, again or goto NUMBER; exit leaves --"
}

again() { lesson_show; }

back() {
    [ "$lesson_part" -eq 0 ] || lesson_part=$((lesson_part - 1))
    lesson_show
}

goto() {
    local part
    part=$(lesson_number "${1-}")
    [ "${1-}" != 0 ] || part=0
    if [ -z "$part" ]; then
        echo "goto: there is no part ${1:-without a number}. This is $(lesson_place)." >&2
        return 1
    fi
    lesson_part=$part
    lesson_show
}

next() {
    local condition
    condition=$(lesson_comment check)
    if [ -n "$condition" ]; then
        if eval "$condition" >/dev/null 2>&1; then
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
    echo 'You are in the sandbox. Type what the text says, and then: next'
fi
export lesson_open=1
