//SOURCES ConfigText.java ConfigSection.java

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the two files say of one profile, ~/.aws/credentials before ~/.aws/config.
 *
 * @param config null where ~/.aws/config says nothing
 * @param credentials null where ~/.aws/credentials says nothing
 */
record ProfileSections(ConfigSection config, ConfigSection credentials) {
    /** The value of {@code key}; null where there is none. */
    String get(String key) {
        String value = credentials == null ? null : credentials.get(key);
        return value == null && config != null ? config.get(key) : value;
    }

    /** All keys and values. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(config == null ? Map.of() : config.values());
        values.putAll(credentials == null ? Map.of() : credentials.values());
        return values;
    }

    /** Whether all lines can be read. */
    boolean isReadable() {
        return (config == null || config.isReadable()) && (credentials == null || credentials.isReadable());
    }

    /** The first line that cannot be read, in the config file if there is one. */
    Optional<ConfigText.Fault> fault() {
        Optional<ConfigText.Fault> fault = config == null ? Optional.empty() : config.fault();
        return fault.isPresent() || credentials == null ? fault : credentials.fault();
    }

    /** Whether ~/.aws/credentials, whatever the other one says, has a value of {@code key}. */
    boolean hasInCredentials(String key) {
        return credentials != null && credentials.get(key) != null;
    }
}
