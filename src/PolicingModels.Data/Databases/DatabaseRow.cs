using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace PolicingModels.Data;

/// <summary>The current row of a database reader: typed values are taken as they are, text is parsed as in a file.</summary>
internal readonly struct DatabaseRow(DatabaseRows rows) : IRow
{
    public long Line => rows.Number;

    public Found Number(int column, out double value)
    {
        value = 0;
        if (rows.IsNull(column))
        {
            return Found.Missing;
        }

        if (rows.IsText(column))
        {
            ReadOnlySpan<byte> text = Text(column);
            return NumberParser.TryParse(text, out value) ? Found.Value : Texts.IsMissing(text) ? Found.Missing : Found.Unreadable;
        }

        return rows.TryNumber(column, out value) ? Found.Value : Found.Unreadable;
    }

    public Found Time(int column, out Moment moment, out string reason)
    {
        moment = default;
        reason = Reasons.NotADate;
        if (rows.IsNull(column))
        {
            return Found.Missing;
        }

        if (rows.IsText(column))
        {
            ReadOnlySpan<byte> text = Text(column);
            return MomentParser.TryParse(text, rows.DateFormat, out moment, out reason) ? Found.Value : Texts.IsMissing(text) ? Found.Missing : Found.Unreadable;
        }

        return rows.TryMoment(column, out moment, out reason) ? Found.Value : Found.Unreadable;
    }

    public ReadOnlySpan<byte> Text(int column) => rows.Text(column);
}

/// <summary>A database reader with the kind of each column, so that rows are read without boxing where types allow.</summary>
internal sealed class DatabaseRows
{
    private readonly DbDataReader _reader;
    private readonly Kind[] _kinds;
    private byte[] _scratch = new byte[256];

    public DatabaseRows(DbDataReader reader, DateFormat format)
    {
        _reader = reader;
        DateFormat = format;
        _kinds = new Kind[reader.FieldCount];
        for (int i = 0; i < _kinds.Length; i++)
        {
            Type type = reader.GetFieldType(i);
            _kinds[i] = type == typeof(string) ? Kind.Text
                : type == typeof(double) ? Kind.Double
                : type == typeof(float) ? Kind.Single
                : type == typeof(int) ? Kind.Int32
                : type == typeof(long) ? Kind.Int64
                : type == typeof(DateOnly) ? Kind.Date
                : type == typeof(DateTime) ? Kind.DateTime
                : Kind.Other;
            IsDateColumn.Add(reader.GetDataTypeName(i).Equals("date", StringComparison.OrdinalIgnoreCase));
        }
    }

    private enum Kind
    {
        Text,
        Double,
        Single,
        Int32,
        Int64,
        Date,
        DateTime,
        Other,
    }

    public DateFormat DateFormat { get; }

    public long Number { get; private set; }

    private List<bool> IsDateColumn { get; } = [];

    public bool Next()
    {
        Number++;
        return _reader.Read();
    }

    public bool IsNull(int column) => _reader.IsDBNull(column);

    public bool IsText(int column) => _kinds[column] == Kind.Text || (_kinds[column] == Kind.Other && _reader.GetValue(column) is string);

    public bool TryNumber(int column, out double value)
    {
        switch (_kinds[column])
        {
            case Kind.Double:
                value = _reader.GetDouble(column);
                return true;
            case Kind.Single:
                value = _reader.GetFloat(column);
                return true;
            case Kind.Int32:
                value = _reader.GetInt32(column);
                return true;
            case Kind.Int64:
                value = _reader.GetInt64(column);
                return true;
            case Kind.Other when _reader.GetValue(column) is IConvertible number and not (bool or char or System.DateTime):
                value = number.ToDouble(CultureInfo.InvariantCulture);
                return true;
            default:
                value = 0;
                return false;
        }
    }

    public bool TryMoment(int column, out Moment moment, out string reason)
    {
        reason = Reasons.NotADate;
        moment = default;
        switch (_kinds[column])
        {
            case Kind.Date:
                moment = OfDay(_reader.GetFieldValue<DateOnly>(column));
                break;
            case Kind.DateTime:
                moment = OfTime(column, _reader.GetDateTime(column));
                break;
            case Kind.Other:
                switch (_reader.GetValue(column))
                {
                    case DateOnly day:
                        moment = OfDay(day);
                        break;
                    case System.DateTime time:
                        moment = OfTime(column, time);
                        break;
                    case DateTimeOffset time:
                        moment = OfTime(column, time.DateTime) with { HasOffset = true };
                        break;
                    default:
                        return false;
                }

                break;
            default:
                return false;
        }

        if (DateOnly.FromDayNumber(moment.Day).Year is < MomentParser.EarliestYear or > MomentParser.LatestYear)
        {
            reason = Reasons.YearOutOfRange;
            return false;
        }

        return true;
    }

    public ReadOnlySpan<byte> Text(int column)
    {
        if (IsNull(column))
        {
            return [];
        }

        if (_kinds[column] == Kind.Int64 && Utf8Formatter.TryFormat(_reader.GetInt64(column), _scratch, out int written))
        {
            return _scratch.AsSpan(0, written);
        }

        string text = _kinds[column] == Kind.Text ? _reader.GetString(column) : Show(_reader.GetValue(column));
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_scratch.Length < most)
        {
            _scratch = new byte[most];
        }

        return Texts.Trim(_scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, _scratch)));
    }

    private static string Show(object value) => value switch
    {
        System.DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static Moment OfDay(DateOnly day) => new(day.DayNumber * Moment.SecondsPerDay, MomentPrecision.Day);

    // A DATE column comes as a DateTime from some providers; its midnight is a day, not a moment.
    private Moment OfTime(int column, DateTime time) =>
        new(time.Ticks / TimeSpan.TicksPerSecond, IsDateColumn[column] ? MomentPrecision.Day : MomentPrecision.Time);
}
