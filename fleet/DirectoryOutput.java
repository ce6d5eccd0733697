//SOURCES Output.java ../lib/Failure.java ../lib/FilePath.java

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Two files for each COMMAND, for their owner only: ACCOUNT-REGION.stdout and ACCOUNT-REGION.stderr. */
final class DirectoryOutput implements Output {
    private final Path directory;

    /** @throws Failure when {@code directory} is none, and cannot be made */
    DirectoryOutput(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw Failure.of(
                    "--output-dir " + Text.quoted(directory.toString()) + " cannot be made; is there a file"
                            + " of that name, or no right to write there?",
                    e);
        }
    }

    @Override
    public Printed begin(Target target) throws IOException {
        String name = name(target);
        return new TwoFiles(made(name + ".stdout"), made(name + ".stderr"));
    }

    /** Never of the account's name, which may be anything; a profile's name is spelled so that it is one file. */
    private static String name(Target target) {
        String name = target.profile()
                .map(DirectoryOutput::spelled)
                .or(target::account)
                .orElse("unknown");
        return name + target.region().map(region -> "-" + region).orElse("");
    }

    /** Percent-encoding, of all that is not plainly harmless in the name of a file. */
    private static String spelled(String profile) {
        StringBuilder spelled = new StringBuilder();
        for (byte b : profile.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = Character.isLetterOrDigit((char) (b & 0x7f)) && b > 0;
            boolean isHarmless = isPlain || b == '_' || b == '-' || (b == '.' && spelled.length() > 0);
            spelled.append(isHarmless ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return spelled.toString();
    }

    /** A new, empty file in the place of whatever was there: what was linked to is not written. */
    private Path made(String name) throws IOException {
        Path file = directory.resolve(name);
        Path fresh = Files.createTempFile(directory, ".each-", ".tmp");
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(fresh);
            throw new IOException(file + " is a directory");
        }
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What one COMMAND prints; it writes there itself. */
    private record TwoFiles(Path out, Path err) implements Printed {
        @Override
        public void redirect(ProcessBuilder command) {
            command.redirectOutput(new File(out.toString())).redirectError(new File(err.toString()));
        }

        @Override
        public void end(Outcome outcome) throws IOException {
            if (!outcome.reason().isEmpty()) {
                Files.writeString(err, "each: " + outcome.reason() + "\n");
            }
        }
    }
}
