using System.Buffers;
using System.Globalization;
using System.Text;

namespace PolicingModels.Data;

/// <summary>Formats fields of delimited text (RFC 4180) as UTF-8: comma, line feed, quotes only where needed, invariant culture.</summary>
internal sealed class CsvText(Stream stream, bool neutraliseFormulas) : IDisposable
{
    private const int FlushBytes = 1 << 16;
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t\r");

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes + 4096);
    private bool _startOfRow = true;

    public void Text(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (neutraliseFormulas && Formulas.Contains(value[0]))
        {
            value = "'" + value;
        }

        bool quote = value.AsSpan().ContainsAny(NeedQuotes) || value[0] == ' ' || value[^1] == ' ';
        Encoding.UTF8.GetBytes(quote ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value, _buffer);
    }

    public void Number(double value)
    {
        Separate();
        Format(value == 0 ? 0.0 : value, "R");
    }

    public void WholeNumber(long value)
    {
        Separate();
        Format(value, default);
    }

    public void Day(DateOnly value)
    {
        Separate();
        Format(value, "yyyy-MM-dd");
    }

    public void Minute(DateTime value)
    {
        Separate();
        Format(value, "yyyy-MM-dd HH:mm");
    }

    public void Missing() => Separate();

    public void EndRow()
    {
        _buffer.Write("\n"u8);
        _startOfRow = true;
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private void Separate()
    {
        if (!_startOfRow)
        {
            _buffer.Write(","u8);
        }

        _startOfRow = false;
    }

    private void Format<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> space = _buffer.GetSpan(64);
        value.TryFormat(space, out int written, format, CultureInfo.InvariantCulture);
        _buffer.Advance(written);
    }

    private void Flush()
    {
        stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
