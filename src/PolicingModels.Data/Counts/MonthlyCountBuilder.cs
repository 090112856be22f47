using System.Text;
using PolicingModels.Seasonality;

namespace PolicingModels.Data;

/// <summary>Turns rows of any source into monthly counts, refusing row by row (cell by cell, of a wide table) what cannot be used.</summary>
internal sealed class MonthlyCountBuilder : IRowTaker
{
    private const double LargestCount = 1e9;
    private readonly string _name;
    private readonly MonthlyCountReadOptions _options;
    private readonly RowAccount _account;
    private readonly List<CountRow> _rows = [];
    private readonly HashSet<(SeriesKey Key, Month Month)> _seen = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private CountColumns _columns = null!;
    private long _later;
    private bool _wide;
    private bool _otherEncoding;

    public MonthlyCountBuilder(string name, MonthlyCountReadOptions options)
    {
        if (options.Map.Mapped.Except(ColumnMap.CountRoles).FirstOrDefault() is { } stray)
        {
            throw new ArgumentException($"The column map names the role “{stray}”, which monthly counts do not have; their roles are {string.Join(", ", ColumnMap.CountRoles)}.", nameof(options));
        }

        _name = name;
        _options = options;
        _account = new RowAccount(name, options.Where);
    }

    public DateFormat DateFormat => _options.DateFormat;

    public char? Delimiter => _options.Delimiter;

    public long Seen => _account.Seen;

    public void Begin(string source, string[] headers)
    {
        HeaderNames names = new(source, headers, _options.Map);
        _columns = CountColumns.Find(names, _options);
        _account.Begin(source, names);
        _wide |= _columns.IsWide;
    }

    public void RefuseRow(long line, string value, string reason) => _account.RefuseRow(line, value, reason);

    public void Add(DelimitedRow row) => Take(row);

    public void Add(DatabaseRow row) => Take(row);

    public void Note(string code, string message) => _account.Note(code, message);

    public MonthlyCountTable Build()
    {
        _account.RequireSome();
        _account.NoteFiltered();
        if (_wide)
        {
            Note("wide-layout", "Months are columns: every filled cell counts as a row, and an empty cell is a month that is not known.");
        }

        if (_later > 0)
        {
            Note("later-months", FormattableString.Invariant($"{_later} rows lie after {_options.LastMonth}, the last month to use; they are left out."));
        }

        if (_otherEncoding)
        {
            Note("encoding", "Some text is not UTF-8; it is read as Windows-1252.");
        }

        if (_rows.Count > 0)
        {
            return new MonthlyCountTable(_rows, _account.Report());
        }

        throw _later > 0
            ? new InputRefusedException(_name, $"{_name} has no usable row up to {_options.LastMonth}; name a later month.", _account.Report())
            : _account.AllRefused();
    }

    private void Take<TRow>(TRow row)
        where TRow : struct, IRow
    {
        if (!_account.Admit(row, _columns.Filters)
            || !Word(row, _columns.Area, _options.AreaWithoutColumn, Reasons.MissingArea, out string area)
            || !Word(row, _columns.Type, _options.TypeWithoutColumn, Reasons.MissingType, out string type))
        {
            return;
        }

        SeriesKey key = new(type, area);
        if (!_columns.IsWide)
        {
            if (ReadMonth(row, out Month month))
            {
                Take(row, _columns.Count, _columns.Month, key, month);
            }

            return;
        }

        int filled = 0;
        foreach ((int column, _) in _columns.Months)
        {
            filled += Texts.IsMissing(row.Text(column)) ? 0 : 1;
        }

        if (filled == 0)
        {
            _account.Refuse(row, _columns.Months[0].Column, Reasons.NoMonths);
            return;
        }

        _account.AdmitFurther(filled - 1);
        foreach ((int column, Month month) in _columns.Months)
        {
            if (!Texts.IsMissing(row.Text(column)))
            {
                Take(row, column, column, key, month);
            }
        }
    }

    private void Take<TRow>(TRow row, int countColumn, int monthColumn, SeriesKey key, Month month)
        where TRow : struct, IRow
    {
        if (DateReason(month) is { } reason)
        {
            _account.Refuse(row, monthColumn, reason);
        }
        else if (ReadCount(row, countColumn, out double count))
        {
            if (!_seen.Add((key, month)))
            {
                _account.Refuse(row, monthColumn, Reasons.DuplicateMonth);
            }
            else if (_options.LastMonth is { } last && month > last)
            {
                _later++;
            }
            else
            {
                _rows.Add(new CountRow(month, key.Type, key.Area, count));
            }
        }
    }

    private string? DateReason(Month month) =>
        _options.AsOf is not { } asOf ? null
        : month.FirstDay > asOf ? Reasons.FutureMonth(asOf)
        : month.FirstDay.AddDays(month.Days - 1) > asOf ? Reasons.PartialMonth(asOf)
        : null;

    private bool ReadCount<TRow>(TRow row, int column, out double count)
        where TRow : struct, IRow
    {
        Found found = row.Number(column, out count);
        string? reason = found switch
        {
            Found.Missing => Reasons.MissingCount,
            Found.Unreadable => IsNaN(row.Text(column)) ? Reasons.CountNotFinite : Reasons.NotACount,
            _ when !double.IsFinite(count) => Reasons.CountNotFinite,
            _ when count < 0 => Reasons.NegativeCount,
            _ when count != Math.Floor(count) => Reasons.FractionalCount,
            _ when count > LargestCount => Reasons.CountTooLarge,
            _ => null,
        };
        if (reason is not null)
        {
            _account.Refuse(row, column, reason);
        }

        return reason is null;
    }

    private bool ReadMonth<TRow>(TRow row, out Month month)
        where TRow : struct, IRow
    {
        int column = _columns.Month;
        ReadOnlySpan<byte> text = row.Text(column);
        month = default;
        string? reason = null;
        if (Texts.IsMissing(text))
        {
            reason = Reasons.MissingMonth;
        }
        else if (!CountColumns.TryMonth(Encoding.UTF8.GetString(text), out month))
        {
            Found found = row.Time(column, out Moment moment, out string unreadable);
            DateOnly day = found == Found.Value ? DateOnly.FromDayNumber(moment.Day) : default;
            month = Month.Of(day);
            reason = found != Found.Value ? (unreadable == Reasons.NotADate ? Reasons.NotAMonth : unreadable)
                : moment.Precision != MomentPrecision.Month && (day.Day != 1 || moment.Second % Moment.SecondsPerDay != 0) ? Reasons.DayInsideMonth
                : null;
        }

        if (reason is not null)
        {
            _account.Refuse(row, column, reason);
        }

        return reason is null;
    }

    private bool Word<TRow>(TRow row, int column, string without, string missing, out string word)
        where TRow : struct, IRow
    {
        word = without;
        if (column < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> text = row.Text(column);
        if (Texts.IsMissing(text))
        {
            _account.Refuse(row, column, missing);
            return false;
        }

        // One text for all rows of a series, not one per row.
        string read = Texts.Decode(text, ref _otherEncoding);
        if (!_words.TryGetValue(read, out word!))
        {
            _words.Add(read, word = read);
        }

        return true;
    }

    private static bool IsNaN(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "NaN"u8) || Ascii.EqualsIgnoreCase(text, "Inf"u8) || Ascii.EqualsIgnoreCase(text, "-Inf"u8);
}
