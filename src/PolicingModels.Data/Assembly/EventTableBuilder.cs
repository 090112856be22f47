namespace PolicingModels.Data;

/// <summary>Turns rows of any source into <see cref="CrimeEvents"/>, refusing row by row what cannot be used.</summary>
internal sealed class EventTableBuilder(string name, EventReadOptions options, PlaneDeclaration? plane) : IRowTaker
{
    private readonly RowAccount _account = new(name, options.Where);
    private readonly GrowingColumn<double> _x = new();
    private readonly GrowingColumn<double> _y = new();
    private readonly GrowingColumn<int> _line = new();
    private readonly IdBuilder _ids = new();
    private readonly TimeColumns _times = new();
    private readonly GrowingColumn<int> _recorded = new();
    private readonly List<CategoryBuilder> _categories = [];
    private readonly List<int> _sourceStart = [];
    private readonly List<RoleColumns> _sources = [];
    private readonly string _tooLate = options.NoLaterThan is { } last ? Reasons.TooLate(last) : "";
    private RoleColumns _roles = null!;
    private string _source = "";
    private CategoryBuilder[] _categoryOf = [];
    private long _latitudesTooLarge;
    private bool _anyOffset;
    private bool _otherEncoding;
    private bool _anyRecorded;

    public DateFormat DateFormat => options.DateFormat;

    public char? Delimiter => options.Delimiter;

    public long Seen => _account.Seen;

    public void Begin(string source, string[] headers)
    {
        HeaderNames names = new(source, headers, options.Map);
        RoleColumns roles = RoleResolver.Resolve(names, options, plane);
        if (_sources.Count > 0 && _sources[^1].Kind != roles.Kind)
        {
            throw new InputRefusedException(source, $"{source} gives {Describe(roles.Kind)} where {_source} gives {Describe(_sources[^1].Kind)}; read them apart, or declare one coordinate system and map its columns.");
        }

        _source = source;
        _roles = roles;
        _account.Begin(source, names);
        _sourceStart.Add(_x.Count);
        _sources.Add(roles);
        _categoryOf = [.. roles.Categories.Select(c => Category(c.Name))];
    }

    public void RefuseRow(long line, string value, string reason) => _account.RefuseRow(line, value, reason);

    public void Add(DelimitedRow row) => Take(row);

    public void Add(DatabaseRow row) => Take(row);

    public void Note(string code, string message) => _account.Note(code, message);

    private void Take<TRow>(TRow row)
        where TRow : struct, IRow
    {
        if (!_account.Admit(row, _roles.Filters))
        {
            return;
        }

        if (!Coordinate(row, _roles.X, out double x) || !Coordinate(row, _roles.Y, out double y) || !InRange(row, x, y)
            || !Window(row, out Moment from, out Moment to) || !RecordedDay(row, out int recorded))
        {
            return;
        }

        if (_roles.Id >= 0)
        {
            ReadOnlySpan<byte> text = row.Text(_roles.Id);
            string id = Texts.IsMissing(text) ? "" : Texts.Decode(text, ref _otherEncoding);
            _ids.PadTo(_x.Count);
            if (!_ids.TryAdd(id))
            {
                Refuse(row, _roles.Id, Reasons.DuplicateId);
                return;
            }
        }

        for (int i = 0; i < _categoryOf.Length; i++)
        {
            _categoryOf[i].PadTo(_x.Count);
            _categoryOf[i].Add(row.Text(_roles.Categories[i].Column));
        }

        _times.Add(from, to);
        if (_anyRecorded)
        {
            _recorded.Add(recorded);
        }

        _anyOffset |= from.HasOffset || to.HasOffset;
        _x.Add(x);
        _y.Add(y);
        _line.Add((int)row.Line);
    }

    /// <summary>Decides the plane, refuses what does not fit into it, and makes the table.</summary>
    public EventTable Build()
    {
        _account.RequireSome();
        PlaneFitter fitter = new(name, _sources[0], plane, options.OstnGridPath, _x.Count, _latitudesTooLarge);
        FittedPlane fitted = fitter.Fit(_x, _y, RefuseKept);
        List<int> dropped = fitted.Dropped;
        int kept = _x.Count - dropped.Count;
        if (kept == 0)
        {
            _account.Notes.AddRange(fitted.Notes);
            throw _account.AllRefused();
        }

        int count = _x.Count;
        _ids.PadTo(count);
        string[]? ids = _ids.AnyGiven ? _ids.Take(dropped) : null;
        List<CategoryColumn> categories = [];
        foreach (CategoryBuilder category in _categories)
        {
            category.PadTo(count);
            categories.Add(category.Build(dropped, ref _otherEncoding));
        }

        (int[] day, long[]? from, long[]? to) = _times.Take(dropped, _account.Notes);
        int[]? recorded = _anyRecorded ? _recorded.Take(dropped) : null;
        double[] easting = _x.Take(dropped), northing = _y.Take(dropped);
        CoordinateSystem coordinates = fitted.Project(easting, northing);
        _account.Notes.AddRange(fitted.Notes);
        _times.NoteMonths(_account.Notes, easting, northing);
        _account.NoteFiltered();
        if (_anyOffset)
        {
            Note("offset-ignored", "Some times carry a UTC offset; the clock time is taken as written and the offset is ignored.");
        }

        if (_otherEncoding)
        {
            Note("encoding", "Some text is not UTF-8; it is read as Windows-1252.");
        }

        return new EventTable(new CrimeEvents(easting, northing, day, coordinates, from, to, recorded, ids, categories), _account.Report());
    }

    private bool Coordinate<TRow>(TRow row, int column, out double value)
        where TRow : struct, IRow
    {
        Found found = row.Number(column, out value);
        if (found == Found.Value && double.IsFinite(value))
        {
            return true;
        }

        Refuse(row, column, found switch
        {
            Found.Value => Reasons.NotFinite,
            Found.Missing => Reasons.MissingCoordinate,
            _ => Reasons.NotANumber,
        });
        return false;
    }

    private bool InRange<TRow>(TRow row, double x, double y)
        where TRow : struct, IRow
    {
        if (x == 0 && y == 0)
        {
            Refuse(row, _roles.X, Reasons.ZeroCoordinates);
            return false;
        }

        if (_roles.Kind == CoordinateKind.Degrees)
        {
            if (Math.Abs(y) > 90)
            {
                _latitudesTooLarge += Math.Abs(y) <= 180 && Math.Abs(x) <= 90 ? 1 : 0;
                Refuse(row, _roles.Y, Reasons.LatitudeOutOfRange);
                return false;
            }

            if (Math.Abs(x) > 180)
            {
                Refuse(row, _roles.X, Reasons.LongitudeOutOfRange);
                return false;
            }
        }
        else if (plane?.Code == "EPSG:27700" && !Gridding.BritishNationalGrid.Holds(x, y))
        {
            Refuse(row, x is >= 0 and < 700_000 ? _roles.Y : _roles.X, Reasons.OutsideBritishNationalGrid);
            return false;
        }

        return true;
    }

    private bool Window<TRow>(TRow row, out Moment from, out Moment to)
        where TRow : struct, IRow
    {
        to = default;
        int column = _roles.From;
        Found found = row.Time(column, out from, out string reason);
        if (found == Found.Missing && _roles.Date >= 0)
        {
            column = _roles.Date;
            found = row.Time(column, out from, out reason);
        }

        if (found != Found.Value)
        {
            Refuse(row, column, found == Found.Missing ? Reasons.MissingDate : reason);
            return false;
        }

        if (TooLate(from))
        {
            Refuse(row, column, _tooLate);
            return false;
        }

        to = from;
        if (_roles.To < 0)
        {
            return true;
        }

        switch (row.Time(_roles.To, out Moment end, out reason))
        {
            case Found.Missing:
                _times.MissingEnds++;
                return true;
            case Found.Unreadable:
                Refuse(row, _roles.To, reason);
                return false;
            default:
                if (end.Precision == MomentPrecision.Time ? end.Second < from.Second : end.EndSecond <= from.Second)
                {
                    Refuse(row, _roles.To, Reasons.EndBeforeStart);
                    return false;
                }

                if (TooLate(end))
                {
                    Refuse(row, _roles.To, _tooLate);
                    return false;
                }

                to = end;
                return true;
        }
    }

    private bool TooLate(Moment moment) => options.NoLaterThan is { } last && moment.Day > last.DayNumber;

    private bool RecordedDay<TRow>(TRow row, out int day)
        where TRow : struct, IRow
    {
        day = 0;
        if (_roles.Recorded < 0)
        {
            if (_anyRecorded)
            {
                throw new InputRefusedException(_source, $"{_source} has no column for when a crime was recorded, which the files before it have; read them apart, or map recorded to nothing (recorded=).");
            }

            return true;
        }

        if (!_anyRecorded && _x.Count > 0)
        {
            throw new InputRefusedException(_source, $"{_source} says when a crime was recorded, which the files before it do not; read them apart, or map recorded to nothing (recorded=).");
        }

        Found found = row.Time(_roles.Recorded, out Moment recorded, out string reason);
        if (found != Found.Value || TooLate(recorded))
        {
            Refuse(row, _roles.Recorded, found switch { Found.Missing => Reasons.MissingRecorded, Found.Unreadable => reason, _ => _tooLate });
            return false;
        }

        // A record that carries only its month is known once the month has passed.
        day = (int)((recorded.EndSecond - 1) / Moment.SecondsPerDay);
        day = recorded.Precision == MomentPrecision.Time ? recorded.Day : day;
        _anyRecorded = true;
        return true;
    }

    private void Refuse<TRow>(TRow row, int column, string reason)
        where TRow : struct, IRow => _account.Refuse(row, column, reason);

    // Refuses a row that had been kept so far, for what only the whole table could tell.
    private void RefuseKept(int row, bool isX, double value, string reason)
    {
        int source = _sourceStart.FindLastIndex(s => s <= row);
        RoleColumns roles = _sources[source];
        _account.Refuse(source, _line[row], roles.Headers[isX ? roles.X : roles.Y], value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), reason);
    }

    private CategoryBuilder Category(string category)
    {
        CategoryBuilder? known = _categories.Find(c => c.Name.Equals(category, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            known = new CategoryBuilder(category);
            _categories.Add(known);
        }

        return known;
    }

    private static string Describe(CoordinateKind kind) => kind == CoordinateKind.Degrees ? "longitude and latitude" : "planar coordinates";
}
