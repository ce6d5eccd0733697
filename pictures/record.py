#!/usr/bin/env python3
"""Records the quick start, the first console block of README.md, and draws it as pictures/quickstart.svg.

    python3 pictures/record.py

Each command is typed into a real bash on a real terminal, and what it shows is kept, with the time at which it appeared.
"""
import html, os, pathlib, pty, re, select, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLUMNS, LINE, LEFT, TOP = 104, 19, 16, 54
LONGEST_PAUSE = 1.2  # seconds; nobody watches a program start
TYPING = 0.015  # seconds a character

def quick_start():
    block = re.search(r'^```console\n(.*?)^```$', (ROOT / 'README.md').read_text(), re.M | re.S).group(1)
    return [line[2:] for line in block.splitlines() if line.startswith('$ ')]

def run(commands):
    """Yields (prompt, command, what it showed, seconds until it did)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.environ.update(TERM='dumb', SHELL='/bin/bash', USER='ada')
        os.execvp('bash', ['bash', '--norc', '-i'])
    def until(prompt):
        shown = ''
        while not re.search(prompt, shown):
            if not select.select([terminal], [], [], 90)[0]:
                raise SystemExit('no prompt after: ' + shown)
            shown += os.read(terminal, 65536).decode()
        return shown
    def quiet():
        os.write(terminal, b"set +o emacs +o vi; stty -echo -onlcr; PS1=$'\\036' PS2= PROMPT_COMMAND=\n")
        until('\x1e$')
    quiet()
    prompt = '$ '
    for command in commands:
        start = time.time()
        os.write(terminal, command.encode() + b'\n')
        shown = until(r'\x1e$|(^|\n)\(practice\) [^\n]*$')
        took = time.time() - start
        opened = not shown.endswith('\x1e')
        yield prompt, command, re.sub(r'\x1e$|(^|(?<=\n))\(practice\) [^\n]*$', '', shown.replace('\r', '')).splitlines(), took
        if opened:
            quiet()
            prompt = '(practice) $ '
    os.close(terminal)

def wrapped(text):
    return [text[i:i + COLUMNS] for i in range(0, len(text), COLUMNS)] or ['']

def main():
    lines, transcript, now = [], [], 0.5
    for prompt, command, shown, took in run(quick_start()):
        transcript += [prompt + command] + shown
        for line in wrapped(prompt + command):
            lines.append((now, 'typed', line))
            now += len(line) * TYPING
        now += min(took, LONGEST_PAUSE)
        lines += [(now, 'shown', piece) for line in shown for piece in wrapped(line)]
        now += 0.8
    width, height = LEFT * 2 + round(COLUMNS * 7.83), TOP + LINE * len(lines) + 8
    rows = '\n'.join(f'<text class="{kind}" x="{LEFT}" y="{TOP + LINE * i}" style="animation-delay:{at:.2f}s">{html.escape(text)}</text>'
                     for i, (at, kind, text) in enumerate(lines))
    (ROOT / 'pictures' / 'quickstart.svg').write_text(f'''\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" xml:space="preserve" role="img" aria-label="The quick start in a terminal">
<title>The quick start in a terminal</title>
<desc>{html.escape(chr(10).join(transcript))}</desc>
<style>
.page {{ fill: #151b23; stroke: #5b6675 }} .dot {{ fill: #5b6675 }}
text {{ font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #c3ccd8; white-space: pre; animation: appear .01s backwards }}
.typed {{ fill: #7ee0a1 }}
@keyframes appear {{ from {{ opacity: 0 }} }}
@media (prefers-reduced-motion: reduce) {{ text {{ animation: none }} }}
</style>
<rect class="page" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10"/>
<circle class="dot" cx="20" cy="18" r="5"/><circle class="dot" cx="38" cy="18" r="5"/><circle class="dot" cx="56" cy="18" r="5"/>
{rows}
</svg>
''')

main()
