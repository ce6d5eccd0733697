// Parts 6 and 11 of LESSON.md: a child gets a copy of its parent's environment. In place of:
//     COLOUR=blue sh -c '...'
// Anywhere: jbang examples/5-child.jsh
// or paste it into: jshell

var script = "echo \"it begins as $COLOUR\"; COLOUR=green; echo \"it is now $COLOUR\"";
var child = new ProcessBuilder("sh", "-c", script).inheritIO();
child.environment().put("COLOUR", "blue");
child.start().waitFor();
System.out.println("and here it is " + System.getenv("COLOUR"));
