using System.CommandLine;
using PolicingModels.Data;

namespace PolicingModels.Tool;

/// <summary>Which offences to read, as the command line says it.</summary>
/// <param name="Path">A file, a folder or a glob.</param>
/// <param name="Rows">How its rows are read.</param>
internal sealed record OffenceRequest(string Path, RowRequest Rows)
{
    /// <summary>Reads them, and says what is to be known of their rows.</summary>
    public OffenceTable Read(CommandContext context)
    {
        OffenceReadOptions options = Rows.Offences(context.Today) with { KeepColumns = [] };
        OffenceTable table = context.Step($"Reading {System.IO.Path.GetFileName(Path)}", step =>
        {
            step.Counts("rows");
            return OffenceFiles.Read(Path, options, step, context.Cancellation);
        });
        context.NoteQuality(table.Quality);
        return table;
    }
}

/// <summary>The options that say which offences to read.</summary>
internal sealed class OffenceOptions
{
    private readonly Option<string?> _offences = OptionParsers.Text("--offences", "FILE", "Offences, one row per offence and linked person: CSV, TSV (also .gz), Parquet, or a folder or glob of them.");
    private readonly RowOptions _rows = new("person=…,occurred=…", "--map person=Nominal,offence_code=Code,occurred=Day", "--where domestic=yes");

    public void AddTo(Command command)
    {
        command.Add(_offences);
        _rows.AddTo(command);
    }

    /// <exception cref="CommandLineException">No offences are named, or an option is not in its form.</exception>
    public OffenceRequest Read(ParseResult parse) => new(
        parse.GetValue(_offences) ?? throw new CommandLineException("No offences are named; give --offences FILE (offence_id,person,role,offence_code,occurred)."),
        _rows.Read(parse, ColumnMap.OffenceRoles));
}
