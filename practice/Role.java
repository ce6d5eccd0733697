//SOURCES Trust.java Caller.java

import java.util.Set;

/** A role; its name may carry a path (team/blue/Deploy). */
record Role(String account, String name, String id, int maxSessionSeconds, Trust trust) {
    String arn() {
        return "arn:aws:iam::" + account + ":role/" + name;
    }

    /** Who a session of this role is. AWS leaves the role's path out of this ARN. */
    Caller session(String sessionName, String sourceIdentity, Set<String> transitiveTagKeys) {
        var arn = "arn:aws:sts::" + account + ":assumed-role/" + name.substring(name.lastIndexOf('/') + 1) + "/"
                + sessionName;
        return new Caller(account, id + ":" + sessionName, arn, arn(), sourceIdentity, transitiveTagKeys);
    }
}
