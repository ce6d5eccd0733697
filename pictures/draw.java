///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Draws the pictures of LESSON.md from the descriptions in here: ./jbangw pictures/draw.java
//JAVA 17+
//JAVAC_OPTIONS -encoding UTF-8

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Boxes, arrows between them, and words, on a background that every picture brings: it is legible on any page. */
class draw {
    private static final String FONT = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif";
    private static final String MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
    private static final int LINE = 19;

    public static void main(String[] args) throws IOException {
        for (var picture : pictures().entrySet()) {
            Files.writeString(Path.of("pictures", picture.getKey()), picture.getValue());
        }
    }

    static Map<String, String> pictures() {
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("flow.svg", flow());
        pictures.put("environments.svg", environments());
        pictures.put("sign-in.svg", signIn());
        return pictures;
    }

    /** The way of the keys, in two rows: out to STS and back above, and from JSON into the shell below. */
    private static String flow() {
        Picture p = new Picture(880, 416, "From a profile to your shell");
        Box profile = p.box(20, 60, 200, "1. a profile", "[redbeard]", "AKIA\u2026 (never expires)");
        Box sts = p.box(340, 60, 200, "2. STS", "may redbeard wear", "this role's hat?");
        Box json = p.box(
                660, 60, 200, "4. the answer, JSON", "\"AccessKeyId\": \"ASIA\u2026\"", "\"Expiration\": \"13:00\"");
        Box commands = p.box(660, 260, 200, "5. commands", "export", "AWS_ACCESS_KEY_ID='\u2026';");
        Box fifo = p.box(340, 260, 200, "9, 10. a pipe", "/dev/fd/63", "keeps nothing");
        Box shell = p.box(20, 260, 200, "8, 12. your shell", "AWS_ACCESS_KEY_ID=\u2026", "until 13:00")
                .strong();
        p.arrow(profile.right(), sts.left(), "3. a signed call");
        p.arrow(sts.right(), json.left(), "keys that end");
        p.arrow(json.bottom(), commands.top(), "sts2env, with quotes");
        p.arrow(commands.left(), fifo.right(), "<( \u2026 )");
        p.arrow(fifo.left(), shell.right(), "source");
        p.words(20, 36, "From a profile to your shell; the numbers are the lesson's parts", "title");
        p.words(20, 394, "source <(AWS_PROFILE=redbeard aws sts assume-role \u2026 | jbang sts2env@org)", "mono");
        return p.svg();
    }

    /** One parent, one child, and what becomes of a variable in each as time goes down the page. */
    private static String environments() {
        Picture p = new Picture(880, 392, "A child has a copy of its parent's environment");
        p.words(20, 36, "A child has a copy of its parent's environment", "title");
        Box parent = p.box(20, 60, 320, "your shell, the parent", "export COLOUR=red");
        Box child = p.box(540, 60, 320, "sh, the child", "COLOUR=red (a copy)");
        Box waits = p.box(20, 172, 320, "it waits for the child", "COLOUR=red");
        Box paints = p.box(540, 172, 320, "it changes its own copy", "COLOUR=blue");
        Box goesOn = p.box(20, 284, 320, "it goes on", "COLOUR=red").strong();
        Box ends = p.box(540, 284, 320, "it ends", "the copy is gone").faint();
        p.arrow(parent.right(), child.left(), "start: all is copied");
        p.arrow(parent.bottom(), waits.top(), "");
        p.arrow(child.bottom(), paints.top(), "");
        p.arrow(waits.bottom(), goesOn.top(), "");
        p.arrow(paints.bottom(), ends.top(), "");
        p.arrow(ends.left(), goesOn.right(), "end: a number comes back");
        p.words(
                20,
                378,
                "No arrow leads from the child's variables to the parent's. That is why a program prints commands, and"
                        + " the shell runs them.",
                "note");
        return p.svg();
    }

    /** What takes the place of a key in a file: a person, a token, and in which cache each thing is. */
    private static String signIn() {
        Picture p = new Picture(880, 416, "Single sign-on: no key in a file");
        p.words(20, 36, "Single sign-on: no key in a file, but a token for an hour", "title");
        Box person = p.box(20, 60, 200, "you, in a browser", "\u201cSign in as ada?\u201d", "Allow access");
        Box center = p.box(340, 60, 200, "IAM Identity Center", "who you are,", "which roles you have");
        Box token = p.box(660, 60, 200, "~/.aws/sso/cache", "\"accessToken\": \u2026", "\"refreshToken\": \u2026");
        Box portal = p.box(660, 260, 200, "the access portal", "Developer, for whoever", "has that token?");
        Box keys = p.box(340, 260, 200, "a role's keys", "ASIA\u2026", "until 13:00");
        Box shell = p.box(20, 260, 200, "your shell", "AWS_ACCESS_KEY_ID=\u2026", "until 13:00")
                .strong();
        p.arrow(person.right(), center.left(), "one click");
        p.arrow(center.right(), token.left(), "login");
        p.arrow(token.bottom(), portal.top(), "assume, aws, SDKs");
        p.arrow(portal.left(), keys.right(), "for an hour");
        p.arrow(keys.left(), shell.right(), "source");
        p.words(
                20,
                380,
                "The AWS CLI keeps a role's keys in ~/.aws/cli/cache, too; assume asks the portal each time.",
                "note");
        p.words(20, 402, "login --logout revokes the token, and empties both.", "note");
        return p.svg();
    }

    // ---- how it is drawn ----

    record Point(int x, int y) {}

    /** A box with a title and lines of what is in it. */
    static final class Box {
        final int x, y, width, height;
        final String title;
        final List<String> lines;
        String kind = "box";

        Box(int x, int y, int width, String title, List<String> lines) {
            this.x = x;
            this.y = y;
            this.width = width;
            this.height = 42 + LINE * lines.size();
            this.title = title;
            this.lines = lines;
        }

        Box strong() {
            kind = "box strong";
            return this;
        }

        Box faint() {
            kind = "box faint";
            return this;
        }

        Point left() {
            return new Point(x, y + height / 2);
        }

        Point right() {
            return new Point(x + width, y + height / 2);
        }

        Point top() {
            return new Point(x + width / 2, y);
        }

        Point bottom() {
            return new Point(x + width / 2, y + height);
        }
    }

    static final class Picture {
        private final int width, height;
        private final String title;
        private final List<Box> boxes = new ArrayList<>();
        private final StringBuilder drawn = new StringBuilder();

        Picture(int width, int height, String title) {
            this.width = width;
            this.height = height;
            this.title = title;
        }

        Box box(int x, int y, int width, String title, String... lines) {
            Box box = new Box(x, y, width, title, List.of(lines));
            boxes.add(box);
            return box;
        }

        /** An arrow from one box to another; its words are above it, or beside it where it goes down. */
        void arrow(Point from, Point to, String words) {
            boolean down = from.x() == to.x();
            int back = 9 * Integer.signum(from.x() - to.x());
            drawn.append("<line class=\"arrow\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" marker-end=\"url(#tip)\"/>\n"
                    .formatted(from.x(), from.y(), to.x() + back, to.y() - (down ? 9 : 0)));
            int x = (from.x() + to.x()) / 2;
            int y = (from.y() + to.y()) / 2;
            if (!words.isEmpty()) {
                text(down ? x - 12 : x, down ? y + 5 : y - 10, words, down ? "note end" : "note middle");
            }
        }

        void words(int x, int y, String words, String kind) {
            text(x, y, words, kind);
        }

        private void text(int x, int y, String words, String kind) {
            drawn.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, y, escaped(words)));
        }

        String svg() {
            for (Box box : boxes) {
                drawn.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n"
                        .formatted(box.kind, box.x, box.y, box.width, box.height));
                text(box.x + 14, box.y + 26, box.title, "head");
                for (int i = 0; i < box.lines.size(); i++) {
                    text(box.x + 14, box.y + 50 + LINE * i, box.lines.get(i), "mono");
                }
            }
            return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                role="img" aria-label="%3$s">
                <title>%3$s</title>
                <style>
                .page { fill: #ffffff } .box { fill: #f3f5f8; stroke: #5b6675 } \
                .strong { fill: #e2f2e6; stroke: #1f7a3a; stroke-width: 2 } .faint { stroke-dasharray: 5 4 }
                text { fill: #1c2430; font: 14px %4$s } .title { font-weight: 600; font-size: 16px } \
                .head { font-weight: 600 }
                .mono { font-family: %5$s; font-size: 13px } .note { font-size: 13px; fill: #46505e } \
                .middle { text-anchor: middle } .end { text-anchor: end }
                .arrow { stroke: #46505e; stroke-width: 1.6 } .tip { fill: #46505e }
                @media (prefers-color-scheme: dark) {
                .page { fill: #10151c } .box { fill: #1b2430; stroke: #8a97a8 } \
                .strong { fill: #15321f; stroke: #5fc481 }
                text { fill: #e8edf4 } .note { fill: #b6c1cf } .arrow { stroke: #b6c1cf } .tip { fill: #b6c1cf }
                }
                </style>
                <defs><marker id="tip" class="tip" viewBox="0 0 10 10" refX="1" refY="5" markerWidth="6" \
                markerHeight="6" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>
                <rect class="page" width="%1$d" height="%2$d" rx="10"/>
                """.formatted(width, height, escaped(title), FONT, MONO) + drawn + "</svg>\n";
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
