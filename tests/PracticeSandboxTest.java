import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The sandbox, run for real, with the real AWS CLI in it. */
class PracticeSandboxTest extends PracticeFixture {
    @Test
    void exitStatus() throws Exception {
        assertEquals(0, practise(Map.of(), "--", "true"));
        assertEquals(7, practise(Map.of(), "--", "sh", "-c", "exit 7"));
        assertEquals(137, practise(Map.of(), "--", "sh", "-c", "kill -9 $$"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertEquals(127, practise(Map.of(), "--", "no-such-command"));
        assertEquals(126, practise(Map.of(), "--", "/etc/passwd"));
        assertTrue(
                err.toString(StandardCharsets.UTF_8).contains("practice: no-such-command: command not found"),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void usage() throws Exception {
        assertEquals(2, practise(Map.of(), "aws"));
        assertEquals(2, practise(Map.of(), "--frobnicate"));
        assertEquals(2, practise(Map.of(), "--"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertTrue(
                err.toString(StandardCharsets.UTF_8).contains("Unrecognized option: --frobnicate"),
                err.toString(StandardCharsets.UTF_8));
        assertEquals(0, practise(Map.of(), "--help"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("Usage: practice"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whereNothingSaysWhichShellItIsBash() throws Exception {
        var bash = Scratch.script(scratch.resolve("bin/bash"), "echo bash >\"$OUT\"");
        var path = bash.getParent() + ":" + System.getenv("PATH");
        assertEquals(0, practise(Map.of("SHELL", "", "PATH", path)));
        assertEquals("bash\n", written());
    }

    @Test
    void theEnvironmentLeadsNowhereElse() throws Exception {
        var outside = Map.of(
                "AWS_PROFILE",
                "real",
                "AWS_X;touch pwned;=",
                "1",
                "XDG_CONFIG_HOME",
                "/elsewhere",
                "NOTE",
                "see AWS docs",
                "no_proxy",
                "example.com");
        assertEquals(0, practise(outside, "--", "sh", "-c", "env > \"$OUT\"; stat -c %a \"$HOME/..\" >> \"$OUT\""));
        var lines = written().lines().toList();
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.startsWith("AWS_") || line.startsWith("XDG_CONFIG"))
                        .toList());
        assertTrue(lines.contains("NOTE=see AWS docs"));
        assertTrue(lines.contains("no_proxy=example.com,127.0.0.1"));
        assertTrue(lines.contains("700"), "the sandbox is its owner's alone");
    }

    @Test
    void jbangIsTheLauncherThatStartedUs() throws Exception {
        var launcher = scratch.resolve("it's jbangw");
        Files.writeString(launcher, "#!/bin/sh\nprintf '<%s>' \"$@\" > \"$OUT\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        assertEquals(0, practise(Map.of("JBANG_LAUNCH_CMD", launcher.toString()), "--", "jbang", "whoami@org", "a b"));
        assertEquals("<whoami@org><a b>", written());
        assertEquals(0, practise(Map.of("JBANG_LAUNCH_CMD", "", "PATH", "/nowhere"), "--", "/bin/sh", "-c", ":"));
        assertTrue(
                err.toString(StandardCharsets.UTF_8).contains("practice: no jbang on the PATH"),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void cleaningUpStaysInside() throws Exception {
        var precious = Files.writeString(
                Files.createDirectories(scratch.resolve("precious")).resolve("file"), "keep me");
        assertEquals(
                0,
                practise(
                        Map.of("PRECIOUS", precious.getParent().toString()),
                        "--",
                        "sh",
                        "-c",
                        "ln -s \"$PRECIOUS\" \"$HOME/link\"; mkdir -p \"$HOME/ro/x\"; ln -s \"$PRECIOUS/file\""
                                + " \"$HOME/ro/f\"; chmod 0 \"$HOME/ro\""));
        assertEquals("keep me", Files.readString(precious));
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", "cd /; rm -rf \"$HOME\""));
    }

    @Test
    void anInterruptEndsTheCommandAndItsChildren() throws Exception {
        var status = new CompletableFuture<Integer>();
        var thread = new Thread(() -> {
            try {
                status.complete(practise(
                        Map.of(),
                        "--",
                        "sh",
                        "-c",
                        "sleep 97 & echo $! > \"$OUT.new\"; mv \"$OUT.new\" \"$OUT\"; wait"));
            } catch (Throwable e) {
                status.completeExceptionally(e);
            }
        });
        thread.start();
        for (int i = 0; i < 100 && !Files.exists(scratch.resolve("out")); i++) {
            Thread.sleep(50);
        }
        thread.interrupt();
        assertEquals(143, status.get(8, TimeUnit.SECONDS));
        var child = ProcessHandle.of(Long.parseLong(written().strip()));
        assertFalse(child.isPresent() && child.get().isAlive(), "the command's child is gone, too");
    }

    @Test
    void aTermSignalCleansUp() throws Exception {
        var tmp = Files.createDirectories(scratch.resolve("tmp"));
        var builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "practice",
                "--",
                "sh",
                "-c",
                "touch \"$OUT\"; exec sleep 97");
        builder.environment()
                .putAll(Map.of(
                        "TMPDIR",
                        tmp.toString(),
                        "OUT",
                        scratch.resolve("out").toString(),
                        "JBANG_LAUNCH_CMD",
                        "/bin/echo"));
        var process = builder.inheritIO().start();
        for (int i = 0; i < 100 && !Files.exists(scratch.resolve("out")); i++) {
            Thread.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(8, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue());
        assertEquals(0, tmp.toFile().list().length);
    }

    @Test
    void theAwsCliFindsTheStsByItself() throws Exception {
        assumeTrue(hasProgram("aws"), "no AWS CLI here");
        assertEquals(0, practise(Map.of("ROLE", ROLE), "--", "sh", "-c", """
            exec > "$OUT" 2>&1
            aws --profile redbeard sts get-caller-identity --query Arn --output text
            set -- $(aws --profile redbeard sts assume-role --role-arn "$ROLE" --role-session-name DevAccount \\
                --tags Key=team,Value='a b=/@' --query Credentials.[AccessKeyId,SecretAccessKey,SessionToken] --output text)
            export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3
            aws sts get-caller-identity --query Arn --output text
            aws sts assume-role --role-arn "$ROLE" --role-session-name again || true
            """));
        assertTrue(written().matches("""
            arn:aws:iam::111122223333:user/redbeard
            arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount
            (?s).*An error occurred \\(AccessDenied\\) when calling the AssumeRole operation: User: arn:aws:sts::.*\
            """), written());
    }

    @Test
    void theAwsCliUsesEachProfile() throws Exception {
        assumeTrue(hasProgram("aws"), "no AWS CLI here");
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", """
            one() { aws --profile $1 sts get-caller-identity --query Arn --output text >"$OUT.$1" 2>&1; }
            for profile in dev audit vendor short web process; do one $profile & done
            wait
            cd "${OUT%/*}" && cat out.dev out.audit out.vendor out.short out.web out.process >"$OUT"
            """));
        var assumed = "arn:aws:sts::%s:assumed-role/%s/botocore-session-\\d+\n";
        assertTrue(
                written()
                        .matches(assumed.formatted("123456789123", "Developer")
                                + assumed.formatted("123456789123", "Auditor")
                                + assumed.formatted("777788889999", "Vendor")
                                + assumed.formatted("123456789123", "Short") + assumed.formatted("123456789123", "Web")
                                + "arn:aws:iam::111122223333:user/redbeard\n"),
                written());
    }

    @Test
    void theAwsCliAsksForTheCodeOnATerminal() throws Exception {
        assumeTrue(hasProgram("aws") && hasProgram("python3"), "no AWS CLI or no python3 here");
        // What a person would do: read the code elsewhere and type it when asked.
        var type = Files.writeString(scratch.resolve("type.py"), """
            import os, pty, re, subprocess, sys
            code = subprocess.check_output(['mfa'])
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp('aws', 'aws --profile prod sts get-caller-identity --query Arn --output text'.split())
            screen = b''
            try:
                while True:
                    got = os.read(terminal, 1024)
                    if got == b'': break
                    screen += got
                    if code and b'MFA code' in screen:
                        os.write(terminal, code)
                        code = b''
            except OSError: pass
            open(os.environ['OUT'], 'wb').write(screen)
            """);
        assertEquals(0, practise(Map.of(), "--", "python3", type.toString()));
        assertTrue(
                written()
                        .matches("(?s)Enter MFA code for arn:aws:iam::111122223333:mfa/redbeard:"
                                + " .*arn:aws:sts::444455556666:assumed-role/Production/botocore-session-\\d+\\s+"),
                written());
    }

    @Test
    void theCodeComesByCurlOrWgetAndElseSaysWhere() throws Exception {
        for (var program : List.of("curl", "wget")) {
            if (!hasProgram(program)) {
                continue;
            }
            var bin = Files.createDirectories(scratch.resolve("only-" + program));
            var only = Files.writeString(
                    bin.resolve(program),
                    "#!/bin/sh\nexec "
                            + ChildProcess.onPath(program, System.getenv()).orElseThrow() + " \"$@\"\n");
            assertTrue(only.toFile().setExecutable(true));
            assertEquals(
                    0,
                    practise(
                            Map.of("PATH", bin.toString(), "http_proxy", "http://127.0.0.1:1"),
                            "--",
                            "/bin/sh",
                            "-c",
                            "unset no_proxy NO_PROXY; mfa > \"$OUT\""),
                    err.toString(StandardCharsets.UTF_8));
            assertTrue(written().matches("\\d{6}\n"), program + ": " + written());
        }
        var none = Files.createDirectories(scratch.resolve("none"));
        assertEquals(1, practise(Map.of("PATH", none.toString()), "--", "/bin/sh", "-c", "mfa 2> \"$OUT\""));
        assertTrue(
                written().matches("mfa: needs curl or wget; the code is at http://127.0.0.1:\\d+/practice/mfa\n"),
                written());
    }
}
