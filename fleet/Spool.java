import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that wait for their turn: in memory while they are few, beyond that in a file. The file has no name from its
 * first byte on, so nobody else can open it, and it is gone with this process, however that ends.
 */
final class Spool implements Closeable {
    /** Of each of a dozen commands at once, twice. A line of 64 kB stays in memory. */
    private static final int MOST_IN_MEMORY = 1 << 17;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private FileChannel file;

    /** Adds to it; what no longer fits into memory goes into a file without a name. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && memory.size() + length > MOST_IN_MEMORY) {
            Path path = Files.createTempFile("each-", ".tmp"); // for its owner only
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
            append(memory.toByteArray(), 0, memory.size());
            memory.reset();
        }
        if (file == null) {
            memory.write(bytes, offset, length);
        } else {
            append(bytes, offset, length);
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    boolean isEmpty() {
        return file == null && memory.size() == 0;
    }

    /** What was written, from its beginning. */
    InputStream read() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        file.position(0);
        return Channels.newInputStream(file);
    }

    /** In one write, where all of it is in memory. */
    void writeTo(OutputStream out) throws IOException {
        if (file == null) {
            memory.writeTo(out);
        } else {
            read().transferTo(out);
        }
    }

    /** Forgets it all. */
    @Override
    public void close() throws IOException {
        memory.reset();
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
