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

    // The place where finding the sections is.
    private ConfigSection current;
    private int headerIndent;

    /** Where the lines begin that the current section has not been given yet. */
    private int from;

    private ConfigFile(ConfigText text, ConfigText.Fault fault) {
        this.text = text;
        this.fault = fault;
        this.inherited = new ConfigSection(text, 0, DEFAULT, null);
        this.preamble = new ConfigSection(text, 0, null, null);
        this.current = preamble;
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

    /** The section of this header; null where there is none. */
    ConfigSection section(String header) {
        return sections.get(header);
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
        int end = 0;
        for (int bracket = lines.indexOf('['); bracket >= 0; bracket = lines.indexOf('[', end)) {
            end = lines.indexOf('\n', bracket);
            findSection(bracket, end);
        }
        current.add(new ConfigSection.Lines(from, lines.length(), headerIndent));
    }

    /** A method of its own, which the JVM compiles before it has been called for thousands of sections. */
    private void findSection(int bracket, int end) {
        String lines = text.text();
        int start = lines.lastIndexOf('\n', bracket) + 1;
        if (ConfigText.firstNonBlank(lines, start, bracket) < bracket) {
            return;
        }
        int close = close(bracket, end);
        current.add(new ConfigSection.Lines(from, start, headerIndent));
        boolean isContinuation = bracket > start && current.isContinuedAfterAll(bracket - start);
        if (isContinuation || (close < 0 && isOption(bracket, end))) {
            from = start;
            headerIndent = -1;
        } else {
            from = end + 1;
            headerIndent = bracket - start;
            current = section(bracket, close < 0 ? ConfigText.endOfText(lines, bracket, end) : close);
            noteFault(current, start, close);
        }
    }

    /** Where the bracket is that closes a header with at least one character in it; -1 where there is none. */
    private int close(int bracket, int end) {
        int close = end - 1;
        while (close > bracket + 1 && text.text().charAt(close) != ']') {
            close--;
        }
        return close > bracket + 1 ? close : -1;
    }

    private boolean isOption(int bracket, int end) {
        int last = ConfigText.endOfText(text.text(), bracket, end);
        return last == bracket + 1 || ConfigSection.delimiter(text.text(), bracket, last) >= 0;
    }

    /** The section that the header between these two begins or goes on with. */
    private ConfigSection section(int bracket, int close) {
        String header = text.text().substring(bracket + 1, close);
        ConfigSection section = header.equals(DEFAULT) ? inherited : sections.get(header);
        if (section == null) {
            section = new ConfigSection(text, bracket, header, inherited);
            sections.put(header, section);
        }
        return section;
    }

    /**
     * A section that begins without its bracket is one all the same: what follows does not belong to the section
     * before.
     */
    private void noteFault(ConfigSection section, int start, int close) {
        if (close < 0) {
            section.addFault(start, "there is no ']' after the name of the profile");
        } else if (!text.isUtf8(start)) {
            section.addFault(start, ConfigText.NOT_UTF8);
        }
    }
}
