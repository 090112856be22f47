using System.Text;
using PolicingModels.HarmIndex;

namespace PolicingModels.Data;

/// <summary>Turns rows of any source into <see cref="HarmOffences"/>, refusing row by row what cannot be used.</summary>
internal sealed class OffenceTableBuilder : IRowTaker
{
    private const int NamesShown = 8;

    private readonly string _name;
    private readonly OffenceReadOptions _options;
    private readonly RowAccount _account;
    private readonly string _tooLate;
    private readonly GrowingColumn<int> _occurred = new();
    private readonly OptionalColumn<int> _recorded = new();
    private readonly OptionalColumn<OffenceRole> _role = new();
    private readonly OptionalColumn<OffenceDetection> _detection = new();
    private readonly OptionalColumn<OffenceStatus> _status = new();
    private readonly OptionalColumn<bool> _attempt = new();
    private readonly OptionalColumn<double> _multiplier = new();
    private readonly CategoryBuilder _code = new("offence_code");
    private readonly OptionalCategory _person = new("person");
    private readonly OptionalCategory _victim = new("victim");
    private readonly OptionalCategory _area = new("area");
    private readonly OptionalCategory _offenceId = new("offence_id");
    private readonly OptionalCategory _incident = new("incident");
    private readonly OptionalCategory _outcome = new("outcome");
    private readonly List<OptionalCategory> _extra = [];
    private OffenceColumns _columns = null!;
    private OptionalCategory[] _extraOf = [];
    private string _source = "";
    private long _monthOnly;
    private long _recordedFirst;
    private bool _anyOffset;
    private bool _otherEncoding;

    public OffenceTableBuilder(string name, OffenceReadOptions options)
    {
        if (options.Map.Mapped.Except(ColumnMap.OffenceRoles).FirstOrDefault() is { } stray)
        {
            throw new ArgumentException($"The column map names the role “{stray}”, which offences do not have; their roles are {string.Join(", ", ColumnMap.OffenceRoles)}.", nameof(options));
        }

        _name = name;
        _options = options;
        _account = new RowAccount(name, options.Where);
        _tooLate = options.NoLaterThan is { } last ? Reasons.TooLate(last) : "";
    }

    public DateFormat DateFormat => _options.DateFormat;

    public char? Delimiter => _options.Delimiter;

    public long Seen => _account.Seen;

    public void Begin(string source, string[] headers)
    {
        HeaderNames names = new(source, headers, _options.Map);
        _columns = OffenceColumns.Find(names, _options);
        if (_occurred.Count > 0 && _recorded.IsGiven != _columns.Recorded >= 0)
        {
            throw new InputRefusedException(source, $"{(_recorded.IsGiven ? _source : source)} says when an offence was recorded and {(_recorded.IsGiven ? source : _source)} does not; read them apart, or map recorded to nothing (recorded=).");
        }

        _source = source;
        _account.Begin(source, names);
        _extraOf = [.. _columns.Extra.Select(c => Extra(c.Name))];
    }

    public void RefuseRow(long line, string value, string reason) => _account.RefuseRow(line, value, reason);

    public void Add(DelimitedRow row) => Take(row);

    public void Add(DatabaseRow row) => Take(row);

    public void Note(string code, string message) => _account.Note(code, message);

    /// <summary>Makes the table.</summary>
    public OffenceTable Build()
    {
        _account.RequireSome();
        int count = _occurred.Count;
        if (count == 0)
        {
            throw _account.AllRefused();
        }

        _code.PadTo(count);
        CategoryColumn code = _code.Build([], ref _otherEncoding);
        CategoryColumn? offenceId = Built(_offenceId), incident = Built(_incident), outcome = Built(_outcome), person = Built(_person), victim = Built(_victim), area = Built(_area);
        CategoryColumn[] extra = [.. _extra.Select(e => Built(e) ?? new CategoryColumn(e.Name, Enumerable.Repeat(-1, count).ToArray(), []))];
        bool[]? detected = Detected(outcome);
        NoteOddCodes(code);
        _account.NoteFiltered();
        NoteTimes();
        HarmOffences offences = new(
            code,
            _occurred.Take([]),
            person,
            victim,
            area,
            Numbers(offenceId),
            Numbers(incident),
            _recorded.Take(count, default),
            _role.Take(count, OffenceRole.Unknown),
            _detection.Take(count, OffenceDetection.Unknown),
            _status.Take(count, OffenceStatus.Crime),
            _attempt.Take(count, false),
            detected,
            _multiplier.Take(count, 1));
        return new OffenceTable(offences, _account.Report()) { OffenceIds = offenceId, Outcomes = outcome, Extra = extra };
    }

    private void Take<TRow>(TRow row)
        where TRow : struct, IRow
    {
        if (!_account.Admit(row, _columns.Filters)
            || !Day(row, _columns.Occurred, Reasons.MissingDate, out int occurred)
            || !RecordedDay(row, out int recorded)
            || !Word(row, _columns.Role, OffenceWords.Role, out OffenceRole role)
            || !Word(row, _columns.Detection, OffenceWords.Detection, out OffenceDetection detection)
            || !Word(row, _columns.Status, OffenceWords.Status, out OffenceStatus status)
            || !Word(row, _columns.Attempt, OffenceWords.YesOrNo, out bool attempt)
            || !Multiplier(row, out double multiplier))
        {
            return;
        }

        int at = _occurred.Count;
        _occurred.Add(occurred);
        _code.Add(row.Text(_columns.Code));
        Keep(row, _columns.OffenceId, _offenceId, at);
        Keep(row, _columns.Person, _person, at);
        Keep(row, _columns.Victim, _victim, at);
        Keep(row, _columns.Area, _area, at);
        Keep(row, _columns.Incident, _incident, at);
        Keep(row, _columns.Outcome, _outcome, at);
        for (int i = 0; i < _extraOf.Length; i++)
        {
            Keep(row, _columns.Extra[i].Column, _extraOf[i], at);
        }

        _recorded.Add(_columns.Recorded >= 0, at, recorded, default);
        _role.Add(_columns.Role >= 0, at, role, OffenceRole.Unknown);
        _detection.Add(_columns.Detection >= 0, at, detection, OffenceDetection.Unknown);
        _status.Add(_columns.Status >= 0, at, status, OffenceStatus.Crime);
        _attempt.Add(_columns.Attempt >= 0, at, attempt, false);
        _multiplier.Add(_columns.Multiplier >= 0, at, multiplier, 1);
        _recordedFirst += _columns.Recorded >= 0 && recorded < occurred ? 1 : 0;
    }

    private bool RecordedDay<TRow>(TRow row, out int day)
        where TRow : struct, IRow
    {
        day = 0;
        return _columns.Recorded < 0 || Day(row, _columns.Recorded, Reasons.MissingRecorded, out day);
    }

    // A day that is known only by its month counts as the month's last: by then it is certain to have passed.
    private bool Day<TRow>(TRow row, int column, string missing, out int day)
        where TRow : struct, IRow
    {
        day = 0;
        Found found = row.Time(column, out Moment moment, out string reason);
        if (found != Found.Value || (_options.NoLaterThan is { } last && moment.Day > last.DayNumber))
        {
            _account.Refuse(row, column, found switch { Found.Missing => missing, Found.Unreadable => reason, _ => _tooLate });
            return false;
        }

        bool month = moment.Precision == MomentPrecision.Month;
        _monthOnly += month && column == _columns.Occurred ? 1 : 0;
        _anyOffset |= moment.HasOffset;
        day = month ? (int)(moment.EndSecond / Moment.SecondsPerDay) - 1 : moment.Day;
        return true;
    }

    private bool Word<TRow, T>(TRow row, int column, WordList<T> words, out T meaning)
        where TRow : struct, IRow
        where T : struct
    {
        meaning = default;
        if (column < 0 || words.TryFind(row.Text(column), out meaning))
        {
            return true;
        }

        _account.Refuse(row, column, words.Refusal);
        return false;
    }

    private bool Multiplier<TRow>(TRow row, out double multiplier)
        where TRow : struct, IRow
    {
        multiplier = 1;
        if (_columns.Multiplier < 0)
        {
            return true;
        }

        switch (row.Number(_columns.Multiplier, out double value))
        {
            case Found.Missing:
                return true;
            case Found.Value when value >= 0 && double.IsFinite(value):
                multiplier = value;
                return true;
            default:
                _account.Refuse(row, _columns.Multiplier, Reasons.NotAMultiplier);
                return false;
        }
    }

    private static void Keep<TRow>(TRow row, int column, OptionalCategory category, int at)
        where TRow : struct, IRow
    {
        if (column >= 0)
        {
            category.Add(at, row.Text(column));
        }
    }

    private OptionalCategory Extra(string header)
    {
        OptionalCategory? known = _extra.Find(e => e.Name.Equals(header, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            known = new OptionalCategory(header);
            _extra.Add(known);
        }

        return known;
    }

    private CategoryColumn? Built(OptionalCategory category) => category.Build(_occurred.Count, ref _otherEncoding);

    // One number per distinct id; a row without one is an offence of its own.
    private static int[]? Numbers(CategoryColumn? ids)
    {
        if (ids is null)
        {
            return null;
        }

        int[] numbers = ids.Codes.ToArray();
        int next = ids.Levels.Count;
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = numbers[i] < 0 ? next++ : numbers[i];
        }

        return numbers;
    }

    private bool[]? Detected(CategoryColumn? outcome)
    {
        if (outcome is null)
        {
            return null;
        }

        List<string> unknown = [];
        bool[] ofLevel = new bool[outcome.Levels.Count];
        for (int level = 0; level < ofLevel.Length; level++)
        {
            string text = outcome.Levels[level];
            if (_options.DetectedOutcomes.Count > 0)
            {
                ofLevel[level] = _options.DetectedOutcomes.Any(d => d.Trim().Equals(text, StringComparison.OrdinalIgnoreCase));
            }
            else if (!OffenceWords.Detected.TryFind(Encoding.UTF8.GetBytes(text), out ofLevel[level]))
            {
                unknown.Add(text);
            }
        }

        if (unknown.Count > 0)
        {
            Note("outcome-unknown", $"These outcomes are no well-known words and count as not detected: {Shown(unknown)}; name the outcomes that count as detected.");
        }

        bool[] detected = new bool[outcome.Count];
        for (int i = 0; i < detected.Length; i++)
        {
            detected[i] = outcome.Codes[i] >= 0 && ofLevel[outcome.Codes[i]];
        }

        return detected;
    }

    private void NoteOddCodes(CategoryColumn code)
    {
        List<string> dates = [.. code.Levels.Where(OffenceCode.IsSpreadsheetDate)];
        if (dates.Count > 0)
        {
            HashSet<int> damaged = [.. dates.Select(code.CodeOf)];
            int rows = 0;
            foreach (int c in code.Codes)
            {
                rows += damaged.Contains(c) ? 1 : 0;
            }

            Note("codes-as-dates", FormattableString.Invariant($"{rows} rows have a date where their offence code was: a spreadsheet has turned codes such as 8/6 into {Shown(dates)}. They carry no score; export the column as text."));
        }
    }

    private void NoteTimes()
    {
        if (_monthOnly > 0)
        {
            Note("month-only", FormattableString.Invariant($"{_monthOnly} offences carry only their month; each counts as of its month's last day."));
        }

        if (_recordedFirst > 0)
        {
            Note("recorded-first", FormattableString.Invariant($"{_recordedFirst} rows were recorded before they occurred; one of the days is wrong."));
        }

        if (_columns.OffenceId < 0 && !_offenceId.IsGiven)
        {
            Note("no-offence-id", "There is no offence_id, so every row counts as an offence of its own, and co-suspects cannot be told.");
        }

        if (_anyOffset)
        {
            Note("offset-ignored", "Some times carry a UTC offset; the clock time is taken as written and the offset is ignored.");
        }

        if (_otherEncoding)
        {
            Note("encoding", "Some text is not UTF-8; it is read as Windows-1252.");
        }
    }

    private static string Shown(List<string> names) =>
        string.Join(", ", names.Take(NamesShown).Select(n => $"“{n}”")) + (names.Count > NamesShown ? FormattableString.Invariant($" and {names.Count - NamesShown} more") : "");
}
