import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ShellWords beside Python's shlex, with which the AWS CLI splits a credential_process. */
class ShellWordsTest {
    private static final String SHLEX = """
        import json, shlex, sys
        def split(text):
            try:
                return shlex.split(text)
            except ValueError:
                return None
        print(json.dumps([split(text) for text in json.load(sys.stdin)]))
        """;

    private static final String ALPHABET = "ab \t\r\n\"\"''\\\\#~$*;|&=\u00f6\u3000";
    private static final int TEXTS = 5_000;
    private static final int LONGEST = 14;

    @Test
    void theWordsAreThoseOfPythonsShlex() throws IOException {
        Program.need("python3");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(LONGEST); length > 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            texts.add(text.toString());
        }
        Program.Ran python = Program.of("python3", "-c", SHLEX)
                .with("PYTHONUTF8", "1")
                .stdin(JSON.std.asString(texts))
                .run();
        List<Object> expected = JSON.std.listFrom(python.out());
        for (int i = 0; i < TEXTS; i++) {
            assertEquals(expected.get(i), split(texts.get(i)), "seed " + seed + ": " + texts.get(i));
        }
    }

    private static List<String> split(String text) {
        try {
            return ShellWords.split(text);
        } catch (Failure ignored) {
            return null; // refused, as by Python
        }
    }
}
