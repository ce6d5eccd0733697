//SOURCES FilePath.java ConfigText.java ConfigSection.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The grammar of ~/.aws/config and ~/.aws/credentials, as the AWS CLI reads them: Python's {@code
 * configparser.RawConfigParser}, and what botocore's {@code configloader} makes of it. It knows nothing of what a key
 * means.
 *
 * <p>Where the AWS CLI refuses the whole file, this lets in whom it can. A line that cannot be read is passed over like
 * a comment, and its section has a {@link Fault}. A section that comes again adds to the first; the last of two values
 * counts; a byte order mark is nothing.
 */
final class ConfigFile {
    private static final String DEFAULT = "DEFAULT";

    private final ConfigText text;
    private final ConfigText.Fault fault;
    private final Map<String, ConfigSection> sections = new LinkedHashMap<>();
    private final ConfigSection inherited;
    private final ConfigSection preamble;

    private ConfigFile(ConfigText text, ConfigText.Fault fault) {
        this.text = text;
        this.fault = fault;
        this.inherited = new ConfigSection(text, DEFAULT, null);
        this.preamble = new ConfigSection(text, null, null);
        findSections();
    }

    /** Reads {@code path}; one that does not exist is empty, and one that cannot be read has a {@link #fault}. */
    static ConfigFile read(Path path) {
        try {
            boolean isThere = Files.exists(path) && !Files.isDirectory(path);
            return new ConfigFile(isThere ? ConfigText.read(path) : ConfigText.empty(path), null);
        } catch (IOException e) {
            return unreadable(path, FilePath.reason(path, e));
        }
    }

    /** What {@code path} says in {@code bytes}, which are a part of it. */
    static ConfigFile of(Path path, byte[] bytes) {
        return new ConfigFile(ConfigText.of(path, bytes), null);
    }

    private static ConfigFile unreadable(Path path, String reason) {
        return new ConfigFile(ConfigText.empty(path), new ConfigText.Fault(path, 0, reason));
    }

    /** The sections, in the order of the file; [DEFAULT] is not one of them. */
    Collection<ConfigSection> sections() {
        return Collections.unmodifiableCollection(sections.values());
    }

    /**
     * Why this file cannot be read, or a line of it that belongs to no section of its own: before the first, or in
     * [DEFAULT].
     */
    Optional<ConfigText.Fault> fault() {
        return Optional.ofNullable(fault).or(preamble::fault).or(inherited::fault);
    }

    private void findSections() {
        String lines = text.text();
        ConfigSection section = preamble;
        int from = 0; // where the lines begin that the section has not been given yet
        int headerIndent = 0;
        for (int bracket = lines.indexOf('['), end; bracket >= 0; bracket = lines.indexOf('[', end)) {
            end = lines.indexOf('\n', bracket);
            int start = lines.lastIndexOf('\n', bracket) + 1;
            if (ConfigText.firstNonBlank(lines, start, bracket) < bracket) {
                continue;
            }
            String line = ConfigText.stripEnd(lines.substring(bracket, end));
            boolean isOption = line.lastIndexOf(']') < 2 && (ConfigSection.delimiter(line) >= 0 || line.length() == 1);
            section.add(new ConfigSection.Lines(from, start, headerIndent));
            boolean isContinuation = bracket > start && section.isContinuedAfterAll(bracket - start);
            from = isOption || isContinuation ? start : end + 1;
            headerIndent = -1;
            if (!isOption && !isContinuation) {
                headerIndent = bracket - start;
                section = section(line, start);
            }
        }
        section.add(new ConfigSection.Lines(from, lines.length(), headerIndent));
    }

    /**
     * The section that this header begins or goes on with. Without its bracket it is one all the same: what follows
     * does not belong to the section before.
     */
    private ConfigSection section(String line, int start) {
        int close = line.lastIndexOf(']');
        boolean isClosed = close > 1;
        String header = line.substring(1, isClosed ? close : line.length());
        ConfigSection section = header.equals(DEFAULT)
                ? inherited
                : sections.computeIfAbsent(header, name -> new ConfigSection(text, name, inherited));
        if (!isClosed) {
            section.addFault(start, "there is no ']' after the name of the profile");
        } else if (!text.isUtf8(start)) {
            section.addFault(start, ConfigText.NOT_UTF8);
        }
        return section;
    }
}
