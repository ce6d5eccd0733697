// Part 14 of LESSON.md: forgetting. In place of:
//     env | awk -F= '/AWS/ {print "unset ", $1}'
// Anywhere: jbang examples/4-unset.jsh
// or paste it into: jshell

// The names themselves and not a text with values in it, so no value can pass for a name; and only what is a name at all.
var names = System.getenv().keySet().stream().filter(name -> name.matches("AWS_\\w*")).sorted().toList();
for (var name : names) {
    System.out.println("unset " + name + ";");
}
