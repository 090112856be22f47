using PolicingModels.Reporting;

namespace PolicingModels.Tool;

/// <summary>Hands results to the records that make them repeatable and accountable: run record, model card, transparency record.</summary>
internal static class Accounts
{
    /// <summary>Writes the accounts of a run.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="history">What was read.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="backtest">How the model did before; null where it was not evaluated.</param>
    /// <param name="parameters">The run's settings by name.</param>
    /// <param name="seed">The seed of random draws; null where none are made.</param>
    /// <param name="context">The run.</param>
    /// <returns>Facts of the run record, for the page.</returns>
    public static IReadOnlyList<ReportFact> Write(OutputFolder folder, History history, string model, BacktestRun? backtest, IReadOnlyList<ReportFact> parameters, ulong? seed, CommandContext context)
    {
        ForecastCardInput input = new() { Model = model, Subject = history.Subject, Counts = history.Counts, Quality = history.Quality, Backtest = backtest?.Report };
        WriteCards(folder, ForecastCard.Record(ForecastCard.Compose(input, model, FaultReport.Version, parameters), input));
        return RunRecordFile.Write(folder, history.Files, history.AsOf, parameters, seed, context);
    }

    /// <summary>Writes the accounts of made-up data.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="simulation">What was made up.</param>
    /// <param name="files">The files whose fingerprints the run record names.</param>
    /// <param name="end">The first day after the made-up span.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="context">The run.</param>
    /// <returns>Facts of the run record, for the page.</returns>
    public static IReadOnlyList<ReportFact> Write(OutputFolder folder, Simulation simulation, IReadOnlyList<string> files, DateOnly end, ulong seed, CommandContext context)
    {
        ModelCard card = new()
        {
            Name = simulation.Name,
            Version = FaultReport.Version,
            IntendedUse = simulation.Use,
            OutOfScopeUses = ["Learning anything about real people, places or offences."],
            Method = simulation.Method,
            Parameters = simulation.Settings,
            Data = [new("Source", "none: simulated")],
            Provenance = new Provenance(ProvenanceKind.Illustrative, simulation.MadeUp),
        };
        WriteCards(folder, new TransparencyRecord { Card = card, Description = simulation.Notice, SystemInput = "None.", SystemOutput = simulation.Output });
        return RunRecordFile.Write(folder, files, end, simulation.Settings, seed, context);
    }

    /// <summary>Writes a transparency record and the card in it.</summary>
    public static void WriteCards(OutputFolder folder, TransparencyRecord record)
    {
        folder.Write("model-card.md", record.Card.ToMarkdown());
        folder.Write("atrs.json", record.ToJson());
    }
}

/// <summary>What the accounts of made-up data say.</summary>
/// <param name="Name">The name of the card.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Method">How it is drawn.</param>
/// <param name="MadeUp">What of it is made up.</param>
/// <param name="Notice">That it is simulated.</param>
/// <param name="Output">What comes out.</param>
/// <param name="Settings">The settings by name.</param>
internal sealed record Simulation(string Name, string Use, string Method, string MadeUp, string Notice, string Output, IReadOnlyList<ReportFact> Settings);
