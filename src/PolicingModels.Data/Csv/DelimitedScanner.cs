using System.Buffers;

namespace PolicingModels.Data;

/// <summary>
/// Splits delimited text (RFC 4180) into records, and knows the physical line of each. A record whose quotes do not close, or that
/// spans lines and has the wrong number of fields, costs only its first line: scanning goes on at the next line, so that one stray
/// quote never swallows the rows after it.
/// </summary>
internal sealed class DelimitedScanner : IDisposable
{
    /// <summary>A quoted field longer than this counts as never closed.</summary>
    public const int LongestQuotedField = 1 << 16;

    private const int LongestRecord = 1 << 24;

    private readonly Stream _stream;
    private readonly string _source;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _stops;
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _ended;
    private int[] _fieldStart = new int[16];
    private int[] _fieldLength = new int[16];
    private bool[] _fieldEscaped = new bool[16];
    private byte[] _scratch = new byte[256];
    private int _next;
    private int _lines;
    private bool _blank;
    private long _nextLine = 1;

    public DelimitedScanner(Stream stream, string source, byte delimiter)
    {
        _stream = stream;
        _source = source;
        _delimiter = delimiter;
        _stops = SearchValues.Create([delimiter, (byte)'\n', (byte)'\r']);
    }

    /// <summary>The physical line on which the current record starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many fields the current record has.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Lines that held nothing at all and are no records.</summary>
    public long BlankLines { get; private set; }

    /// <summary>How many fields a record must have; 0 before the header is known.</summary>
    public int ExpectedFields { get; set; }

    /// <summary>Why the current record cannot be split, or null where it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Moves to the next record; false at the end of the input.</summary>
    public bool Next()
    {
        while (true)
        {
            _start = _next;
            if (_start == _end && !Fill())
            {
                return false;
            }

            while (!Split())
            {
                Fill();
            }

            Line = _nextLine;
            _nextLine += _lines;
            if (_blank)
            {
                BlankLines++;
                continue;
            }

            return true;
        }
    }

    /// <summary>A field of the current record, quotes removed; valid until the next call.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        ReadOnlySpan<byte> field = _buffer.AsSpan(_fieldStart[index], _fieldLength[index]);
        if (!_fieldEscaped[index])
        {
            return field;
        }

        if (_scratch.Length < field.Length)
        {
            _scratch = new byte[field.Length];
        }

        int length = 0;
        for (int i = 0; i < field.Length; i++)
        {
            _scratch[length++] = field[i];
            i += field[i] == '"' ? 1 : 0;
        }

        return _scratch.AsSpan(0, length);
    }

    /// <summary>The first physical line of the current record as it stands, at most 200 bytes of it.</summary>
    public ReadOnlySpan<byte> FirstLine()
    {
        ReadOnlySpan<byte> record = _buffer.AsSpan(_start, _next - _start);
        int end = record.IndexOfAny((byte)'\n', (byte)'\r');
        record = end < 0 ? record : record[..end];
        return record[..Math.Min(record.Length, 200)];
    }

    public void Dispose() => _stream.Dispose();

    // Finds the fields from _start on; false where more bytes are needed first.
    private bool Split()
    {
        FieldCount = 0;
        Fault = null;
        _blank = false;
        _lines = 1;
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _end);
        int at = _start;
        while (true)
        {
            int stop;
            if (at < bytes.Length && bytes[at] == '"')
            {
                int close = ClosingQuote(bytes, at, out bool escaped, out bool needMore);
                if (needMore)
                {
                    return false;
                }

                if (close < 0)
                {
                    return Give(Reasons.UnclosedQuote);
                }

                ReadOnlySpan<byte> inside = bytes[(at + 1)..close];
                if (inside.ContainsAny((byte)'\n', (byte)'\r'))
                {
                    _lines += CountLines(inside);
                }

                AddField(at + 1, inside.Length, escaped);
                stop = close + 1;
                if (stop < bytes.Length && bytes[stop] != _delimiter && bytes[stop] is not ((byte)'\n' or (byte)'\r'))
                {
                    return Give(Reasons.TextAfterQuote);
                }
            }
            else
            {
                int length = bytes[at..].IndexOfAny(_stops);
                if (length < 0 && !_ended)
                {
                    return false;
                }

                stop = length < 0 ? bytes.Length : at + length;
                AddField(at, stop - at, false);
            }

            if (stop < bytes.Length && bytes[stop] == _delimiter)
            {
                at = stop + 1;
                if (at == bytes.Length && !_ended)
                {
                    return false;
                }

                continue;
            }

            if (stop == bytes.Length)
            {
                if (!_ended)
                {
                    return false;
                }

                _next = stop;
            }
            else if (bytes[stop] == '\r')
            {
                if (stop + 1 == bytes.Length && !_ended)
                {
                    return false;
                }

                _next = stop + (stop + 1 < bytes.Length && bytes[stop + 1] == '\n' ? 2 : 1);
            }
            else
            {
                _next = stop + 1;
            }

            _blank = stop == _start;
            if (ExpectedFields > 0 && FieldCount != ExpectedFields && !_blank)
            {
                string fault = Reasons.WrongFieldCount(FieldCount, ExpectedFields);
                if (_lines > 1)
                {
                    return Give(fault);
                }

                Fault = fault;
            }

            return true;
        }
    }

    // Gives up on the record: only its first physical line is used up.
    private bool Give(string fault)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _end);
        int end = bytes[_start..].IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            if (!_ended)
            {
                return false;
            }

            _next = _end;
        }
        else
        {
            end += _start;
            if (bytes[end] == '\r' && end + 1 == bytes.Length && !_ended)
            {
                return false;
            }

            _next = end + (bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n' ? 2 : 1);
        }

        _lines = 1;
        Fault = fault;
        return true;
    }

    private int ClosingQuote(ReadOnlySpan<byte> bytes, int open, out bool escaped, out bool needMore)
    {
        escaped = needMore = false;
        int at = open + 1;
        while (true)
        {
            int length = bytes[at..].IndexOf((byte)'"');
            int quote = length < 0 ? bytes.Length : at + length;
            if (quote - open > LongestQuotedField)
            {
                return -1;
            }

            if (length < 0)
            {
                needMore = !_ended;
                return -1;
            }

            if (quote + 1 == bytes.Length)
            {
                needMore = !_ended;
                return quote;
            }

            if (bytes[quote + 1] != '"')
            {
                return quote;
            }

            escaped = true;
            at = quote + 2;
        }
    }

    private static int CountLines(ReadOnlySpan<byte> text)
    {
        int lines = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                lines++;
            }
        }

        return lines;
    }

    private void AddField(int start, int length, bool escaped)
    {
        if (FieldCount == _fieldStart.Length)
        {
            Array.Resize(ref _fieldStart, FieldCount * 2);
            Array.Resize(ref _fieldLength, FieldCount * 2);
            Array.Resize(ref _fieldEscaped, FieldCount * 2);
        }

        _fieldStart[FieldCount] = start;
        _fieldLength[FieldCount] = length;
        _fieldEscaped[FieldCount++] = escaped;
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _next -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestRecord)
            {
                throw new InputRefusedException(_source, $"{_source}, line {_nextLine}, is longer than {LongestRecord >> 20} MiB, so this is not a table of rows; check the file's format.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        return read > 0;
    }
}
