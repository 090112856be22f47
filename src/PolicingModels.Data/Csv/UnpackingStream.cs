using System.Buffers.Binary;
using System.IO.Compression;

namespace PolicingModels.Data;

/// <summary>Unpacks gzip and refuses a file that was cut short, which the runtime's own stream takes for its end.</summary>
internal sealed class UnpackingStream(Stream file, string path) : ForwardStream
{
    private readonly GZipStream _unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }

        _length += read;
        if (read == 0 && buffer.Length > 0 && !EndsWhole())
        {
            throw Damaged(null);
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    // A gzip file ends with the length of what it holds, modulo 2^32 (RFC 1952, section 2.3.1).
    private bool EndsWhole()
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - 4);
        if (file.ReadAtLeast(trailer, 4, throwOnEndOfStream: false) < 4)
        {
            return false;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == unchecked((uint)_length) || HasFurtherMember();
    }

    // Of several members chained together, the trailer tells of the last one alone.
    private bool HasFurtherMember()
    {
        file.Position = 4;
        byte[] bytes = new byte[1 << 16];
        uint window = 0;
        int read;
        while ((read = file.Read(bytes)) > 0)
        {
            for (int i = 0; i < read; i++)
            {
                window = (window << 8) | bytes[i];
                if (window >> 8 == 0x1F8B08 && (window & 0xE0) == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private InputRefusedException Damaged(Exception? cause) =>
        new(path, $"{path} is damaged: its compressed content ends early or does not unpack; copy or download it again.", inner: cause);
}
