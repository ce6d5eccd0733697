//SOURCES Caller.java IssuedKey.java

import java.time.Instant;
import java.util.Set;

/** A user with keys of its own and an MFA device. */
record User(String account, String name, String id, String accessKeyId, String secretAccessKey) {
    String arn() {
        return "arn:aws:iam::" + account + ":user/" + name;
    }

    String mfaSerial() {
        return "arn:aws:iam::" + account + ":mfa/" + name;
    }

    IssuedKey key() {
        return new IssuedKey(
                accessKeyId,
                secretAccessKey,
                "",
                Instant.MAX,
                new Caller(account, id, arn(), arn(), "", Set.of()),
                false,
                false);
    }
}
