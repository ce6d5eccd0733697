import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * One jar of all classes that this program runs with: a JVM looks at each file of its class path before it starts, and
 * thirty-six jars beside each other take 6 to 8 % of a cached run, and 5 to 7 % of one that asks STS.
 */
final class OneJar {
    /** HTTP clients of the SDK that are not used, and what only they use. */
    private static final Pattern UNUSED =
            Pattern.compile("(netty|apache5|httpclient|httpcore5-h2|eventstream|http-auth-aws-eventstream).*");

    /** What is about a jar, and not about the classes in it. */
    private static final Pattern LEFT_OUT = Pattern.compile(
            "META-INF/(MANIFEST.MF|INDEX.LIST|maven/.*|versions/.*|[^/]*\\.(SF|RSA|DSA|EC))|module-info.class");

    private static final String SERVICES = "META-INF/services/";

    private final ZipOutputStream out;
    private final Set<String> written = new TreeSet<>();
    /** A service's providers, which may be in several jars. */
    private final Map<String, String> services = new TreeMap<>();

    private OneJar(ZipOutputStream out) {
        this.out = out;
    }

    /** Writes it, not compressed, because it is read in parts. */
    static void write(Path file) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setMethod(ZipOutputStream.STORED);
            OneJar jar = new OneJar(out);
            for (String element : System.getProperty("java.class.path").split(":")) {
                jar.addElement(Path.of(element));
            }
            for (var service : jar.services.entrySet()) {
                jar.add(service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void addElement(Path element) throws IOException {
        if (Files.isDirectory(element)) {
            addDirectory(element);
        } else if (!UNUSED.matcher(element.getFileName().toString()).matches()) {
            addJar(element);
        }
    }

    private void addDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private void addJar(Path jar) throws IOException {
        try (var in = new ZipFile(jar.toFile())) {
            for (ZipEntry entry :
                    in.stream().filter(entry -> !entry.isDirectory()).toList()) {
                String name = entry.getName();
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                if (name.startsWith(SERVICES)) {
                    services.merge(name, new String(bytes, StandardCharsets.UTF_8) + "\n", String::concat);
                } else if (!LEFT_OUT.matcher(name).matches()) {
                    add(name, bytes);
                }
            }
        }
    }

    /** The first of a name counts, as on a class path. */
    private void add(String name, byte[] bytes) throws IOException {
        if (!written.add(name)) {
            return;
        }
        var crc = new CRC32();
        crc.update(bytes);
        var entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setLastModifiedTime(FileTime.from(Instant.EPOCH));
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
