using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using PolicingModels.SpatioTemporal;
using PolicingModels.Validation;

if (args is ["m3", string m3Data, .. string[] m3Rest])
{
    return M3Page.Write(m3Data, m3Rest is [string m3File] ? m3File : null);
}

// How long a whole plan goes on after it was stopped: PolicingModels.Validation cancellation SHARED-FOLDER
if (args is ["cancellation", string counts])
{
    return CancellationCheck.Run(counts);
}

if (args.Length is 2 or 3 && args[0] == "seasonality")
{
    return SeasonalityLondon.Run(args[1], args.Length == 3 ? args[2] : null);
}

// Self-exciting processes on the events behind the reference: PolicingModels.Validation self-exciting REFERENCE-FOLDER EVENTS-FOLDER [SET …] [--histograms]
if (args is ["self-exciting", string referenceFolder, string eventsFolder, ..])
{
    SelfExcitingPage.Write(Console.Out, referenceFolder, eventsFolder, [.. args[3..].Where(a => !a.StartsWith('-'))], args.Contains("--histograms"));
    return 0;
}

// Self-exciting processes in simulated towns: PolicingModels.Validation self-exciting-coverage TOWNS [--large]
if (args is ["self-exciting-coverage", string coverageTowns, ..])
{
    SelfExcitingCoverage.Write(Console.Out, int.Parse(coverageTowns, CultureInfo.InvariantCulture), args.Contains("--large"));
    return 0;
}

// Writes the stack beside every peer, and on sets it was not chosen on: PolicingModels.Validation stack REFERENCE-FOLDER DATA-FOLDER OUTPUT.md
if (args is ["stack", string peers, string data, string output])
{
    StringBuilder text = new();
    text.AppendLine("""
        # The stack beside every peer

        Written by `dotnet run -c Release --project benchmarks/PolicingModels.Validation -- stack REFERENCE-FOLDER DATA-FOLDER docs/validation/stack-reference.md`.
        Cells and origins are those of [the grid reference](grid-reference.md), and so are the conventions; intervals are 95 % circular-block bootstrap intervals over origins. `pred_*` are open_cp's relative
        scores, which only rank, and R surveillance's hhh4; `base_*` are the reference's own simple models. Peers that give counts get, for the log score, the negative binomial spread that fits best on
        the very origins they are scored on, which flatters them; ours is estimated from the past. LS is the mean negative log predictive probability per cell and period. Seconds are processor-shared wall time of
        all origins on a loaded machine.

        """);
    foreach (string set in GridReference.Names)
    {
        Console.Error.WriteLine(set);
        StackPage.Write(text, new GridReference(Path.Combine(peers, set)));
    }

    text.AppendLine("""
        ## Other cell sizes and crime types

        The stack's members and settings were chosen while looking at the five sets above. These were not looked at. Cells are those with any event; Chicago lies on a plane
        around its middle, Surrey on the National Grid, months 2021-09 to 2021-11 missing.

        """);
    OtherSets.Write(text, data);
    File.WriteAllText(output, text.ToString().ReplaceLineEndings("\n"));
    return 0;
}

// The windows of the NIJ challenge: PolicingModels.Validation nij SHARED-FOLDER OUTPUT.md [ORIGINS]
if (args is ["nij", string nijShared, string nijFile, .. string[] nijRest])
{
    StringBuilder nijText = new();
    NijPage.Write(nijText, nijShared, nijRest is [string nijOrigins] ? int.Parse(nijOrigins, CultureInfo.InvariantCulture) : 24);
    File.WriteAllText(nijFile, nijText.ToString().ReplaceLineEndings("\n"));
    return 0;
}

// Thefts with windows: PolicingModels.Validation new-york EVENTS-FILE OUTPUT.md
if (args is ["new-york", string theftsFile, string windowsFile])
{
    StringBuilder windowsText = new();
    WindowsPage.Write(windowsText, theftsFile);
    File.WriteAllText(windowsFile, windowsText.ToString().ReplaceLineEndings("\n"));
    return 0;
}

// How often the intervals of short series hold the truth: PolicingModels.Validation coverage
if (args is ["coverage"])
{
    StringBuilder coverageText = new();
    CoveragePage.Write(coverageText);
    Console.Write(coverageText);
    return 0;
}

// How long a whole preset takes: PolicingModels.Validation speed EVENTS-FILE OUTPUT.md
if (args is ["speed", string speedEvents, string speedFile])
{
    StringBuilder speedText = new();
    await SpeedPage.WriteAsync(speedText, speedEvents);
    File.WriteAllText(speedFile, speedText.ToString().ReplaceLineEndings("\n"));
    return 0;
}

// Writes our figures beside the grid reference's: PolicingModels.Validation REFERENCE-FOLDER [OUTPUT.md]
if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("Usage: PolicingModels.Validation REFERENCE-FOLDER [OUTPUT.md]");
    Console.Error.WriteLine("       PolicingModels.Validation seasonality SHARED-FOLDER [OUTPUT.md]");
    Console.Error.WriteLine("       PolicingModels.Validation m3 DATA-FOLDER [OUTPUT.md]");
    Console.Error.WriteLine("       PolicingModels.Validation cancellation SHARED-FOLDER");
    Console.Error.WriteLine("       PolicingModels.Validation self-exciting REFERENCE-FOLDER EVENTS-FOLDER [SET ...] [--histograms]");
    Console.Error.WriteLine("       PolicingModels.Validation self-exciting-coverage TOWNS [--large]");
    Console.Error.WriteLine("       PolicingModels.Validation nij SHARED-FOLDER OUTPUT.md [ORIGINS]");
    Console.Error.WriteLine("       PolicingModels.Validation new-york EVENTS-FILE OUTPUT.md");
    Console.Error.WriteLine("       PolicingModels.Validation coverage");
    Console.Error.WriteLine("       PolicingModels.Validation speed EVENTS-FILE OUTPUT.md");
    return 2;
}

StringBuilder page = new();
page.AppendLine(CultureInfo.InvariantCulture, $"""
    # The grid reference

    Our figures beside those of Python and R peers on identical cells and origins (`../shared/reference/grid`). Written by
    `dotnet run -c Release --project benchmarks/PolicingModels.Validation -- REFERENCE-FOLDER docs/validation/grid-reference.md`
    with PolicingModels {typeof(Backtest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]},
    {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}. Seconds are
    processor-shared wall time and only say which models are slow.

    Conventions: {new EvaluationConventions()}. They are the reference's. HR is the hit rate and PEI\* the share of the best attainable hit
    rate at that share of the area, in percent; LS is the mean negative log predictive probability in nats, Poisson LS that of a Poisson
    distribution with the model's means, CRPS in events: all per cell and period, lower is better. Intervals are 95 % circular-block
    bootstrap intervals over origins (2000 resamples, seed 1).

    """);
foreach (string set in GridReference.Names)
{
    Console.Error.WriteLine(set);
    GridReference reference = new(Path.Combine(args[0], set));
    SetPage.Write(page, reference);
}

if (args.Length == 2)
{
    File.WriteAllText(args[1], page.ToString().ReplaceLineEndings("\n"));
}

Console.Write(page);
return 0;
