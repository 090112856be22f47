namespace PolicingModels.Data;

/// <summary>Gathers refused rows over several files, and gives them in the order of files and lines.</summary>
internal sealed class RefusalLog
{
    private readonly List<string> _sources = [];
    private readonly List<(int Source, RefusedRow Row)> _rows = [];

    public void Begin(string source) => _sources.Add(source);

    public void Add(long line, string column, string value, string reason) => Add(_sources.Count - 1, line, column, value, reason);

    public void Add(int source, long line, string column, string value, string reason) =>
        _rows.Add((source, new RefusedRow(_sources[source], line, column, value, reason)));

    public IReadOnlyList<RefusedRow> InOrder() => [.. _rows.OrderBy(r => r.Source).ThenBy(r => r.Row.Line).Select(r => r.Row)];
}
