using System.Text;

namespace PolicingModels.Data;

/// <summary>Opens a text file as UTF-8 bytes: unpacks gzip, drops a byte order mark, turns UTF-16 into UTF-8, and refuses what is no text.</summary>
internal static class TextInput
{
    private const int PeekBytes = 1 << 16;

    public static Stream Open(string path)
    {
        Stream file = OpenFile(path);
        try
        {
            byte[] head = new byte[PeekBytes];
            int length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (length == 0)
            {
                throw new InputRefusedException(path, $"{path} is empty; a table needs a header and at least one row.");
            }

            if (head.AsSpan(0, length) is [0x1F, 0x8B, ..])
            {
                file.Position = 0;
                file = new BufferedStream(new UnpackingStream(file, path), 1 << 17);
                length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
                if (length == 0)
                {
                    throw new InputRefusedException(path, $"{path} unpacks to nothing; a table needs a header and at least one row.");
                }
            }

            Stream whole = new ChainedStream(head.AsMemory(0, length), file);
            switch (head.AsSpan(0, length))
            {
                case [0xEF, 0xBB, 0xBF, ..]:
                    Skip(whole, 3);
                    return whole;
                case [0xFF, 0xFE, ..]:
                    Skip(whole, 2);
                    return Encoding.CreateTranscodingStream(whole, Encoding.Unicode, Encoding.UTF8);
                case [0xFE, 0xFF, ..]:
                    Skip(whole, 2);
                    return Encoding.CreateTranscodingStream(whole, Encoding.BigEndianUnicode, Encoding.UTF8);
                case [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..]:
                    throw new InputRefusedException(path, $"{path} is a Parquet file under another name; let its name end in .parquet.");
                case [(byte)'P', (byte)'K', 3, 4, ..]:
                    throw new InputRefusedException(path, $"{path} is a zip archive or a spreadsheet workbook, not text; unpack it, or save the sheet as CSV.");
                default:
                    int zero = head.AsSpan(0, length).IndexOf((byte)0);
                    return zero < 0
                        ? whole
                        : throw new InputRefusedException(path, $"{path} is not text: byte {zero + 1} is zero; give a CSV, TSV or Parquet file.");
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputRefusedException(path, $"There is no file {path}; check the path.", inner: e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputRefusedException(path, $"{path} cannot be opened ({e.Message.TrimEnd('.')}); check that it is a file, that it may be read, and that no other program holds it.", inner: e);
        }
    }

    private static void Skip(Stream stream, int bytes) => stream.ReadExactly(stackalloc byte[bytes]);
}
