namespace PolicingModels.ToolTests;

/// <summary>What the command line alone shows to be wrong: exit code 2 and the mend, before any file is touched.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    public static TheoryData<string, string> Wrong => new()
    {
        { "forecast --cell-area 1 --period weekly --as-of 2026-11-02 --out OUT", "No events are named; give --events FILE" },
        { "forecast --events e.csv --source x --query y --cell-area 1 --period weekly --as-of 2026-11-02 --out OUT", "--events and --source are both given" },
        { "forecast --source x --cell-area 1 --period weekly --as-of 2026-11-02 --out OUT", "add --query SQL" },
        { "forecast --events e.csv --query y --cell-area 1 --period weekly --as-of 2026-11-02 --out OUT", "add --source" },
        { "forecast --events e.csv --period weekly --as-of 2026-11-02 --out OUT", "give --cell-area KM2 (for instance 1), or --zones" },
        { "forecast --events e.csv --cell-area 0 --period weekly --as-of 2026-11-02 --out OUT", "--cell-area 0 is not a number above 0, in km²." },
        { "forecast --events e.csv --cell-area NaN --period weekly --as-of 2026-11-02 --out OUT", "--cell-area NaN is not a number above 0, in km²." },
        { "forecast --events e.csv --cell-area 1 --zones z.geojson --period weekly --as-of 2026-11-02 --out OUT", "--zones and --cell-area are both given" },
        { "forecast --events e.csv --zones z.geojson --shape hex --period weekly --as-of 2026-11-02 --out OUT", "--zones and --shape are both given" },
        { "forecast --events e.csv --cell-area 1 --zone-id name --period weekly --as-of 2026-11-02 --out OUT", "add --zones FILE.geojson" },
        { "forecast --events e.csv --cell-area 1 --shape round --period weekly --as-of 2026-11-02 --out OUT", "--shape round is not one of square, hex." },
        { "forecast --events e.csv --cell-area 1 --as-of 2026-11-02 --out OUT", "give --period four-weekly, weekly or monthly" },
        { "forecast --events e.csv --cell-area 1 --period daily --as-of 2026-11-02 --out OUT", "--period daily is not one of four-weekly, weekly, monthly." },
        { "forecast --events e.csv --cell-area 1 --period weekly --out OUT", "give --as-of DATE, the first day that is not known" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 02/11/2026 --out OUT", "--as-of 02/11/2026 is not a date such as 2026-11-02." },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-31 --out OUT", "--as-of 2026-11-31 is not a date such as" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --horizon 0 --out OUT", "--horizon 0 is not a whole number from 1 up." },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --model crystal-ball --out OUT", "--model crystal-ball: there is no such model; there are " },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --bandwidth -5 --out OUT", "--bandwidth -5 is not a number above 0" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --model ewma --bandwidth 500 --out OUT", "--bandwidth is of kernel-density; ewma has none" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --where burglary --out OUT", "--where burglary: " },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --map easting --out OUT", "--map easting: " },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --map lat=y --out OUT", "lat" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02", "No output folder is named; give --out DIR." },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --quiet --verbose --out OUT", "--quiet and --verbose contradict each other" },
        { "forecast --events e.csv --cel-area 1 --period weekly --as-of 2026-11-02 --out OUT", "policing forecast has no option --cel-area; did you mean --cell-area?" },
        { "forecast --events e.csv --cell-area 1 --period weekly --as-of 2026-11-02 --out OUT --where Crime type=Burglary", "“type=Burglary” belongs to no option; quote" },
        { "backtest --events e.csv --cell-area 1 --period weekly --origins 5 --out OUT", "give --models all" },
        { "backtest --events e.csv --cell-area 1 --period weekly --models ewma,crystal-ball --origins 5 --out OUT", "--models crystal-ball: there is no such model" },
        { "backtest --events e.csv --cell-area 1 --period weekly --models ewma,EWMA --origins 5 --out OUT", "twice; name each model once" },
        { "backtest --events e.csv --cell-area 1 --period weekly --models all --out OUT", "give --origins N or --first-origin DATE" },
        { "backtest --events e.csv --cell-area 1 --period weekly --models all --origins 5 --first-origin 2026-01-01 --out OUT", "--origins and --first-origin are both given" },
        { "backtest --events e.csv --cell-area 1 --period weekly --models all --origins 1 --out OUT", "--origins 1 is not a whole number from 2 up." },
        { "backtest --events e.csv --cell-area 1 --period weekly --models all --origins 5 --seed -1 --out OUT", "--seed -1 is not a whole number from 0 up." },
        { "backtest --cell-counts c.csv --models all --origins 5 --out OUT", "add --cells FILE" },
        { "backtest --cells c.csv --models all --origins 5 --out OUT", "add --cell-counts FILE" },
        { "backtest --cell-counts c.csv --cells d.csv --cell-area 1 --models all --origins 5 --out OUT", "--cell-area has no use" },
        { "backtest --cell-counts c.csv --cells d.csv --from 2020-01-01 --models all --origins 5 --out OUT", "--from has no use" },
        { "backtest --cell-counts c.csv --cells d.csv --period weekly --models all --origins 5 --out OUT", "--period has no use" },
        { "simulate city --size enormous --out OUT", "--size enormous is not one of small, medium, large." },
        { "simulate city", "give --out DIR" },
        { "simulate village --out OUT", "There is no thing to simulate “village”; there are city, people." },
        { "simulate", "Name a thing to simulate: city, people." },
        { "predict --out OUT", "There is no verb “predict”; there are demo, systems, run" },
        { "", "Name a verb: demo, systems, run" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_command_line_exits_with_2_and_says_the_mend(string line, string words)
    {
        Policing run = Policing.Run([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w == "OUT" ? _scratch.Out : w)]);

        run.Fails(2, words, "--help");
        _scratch.HoldsOnly();
    }

    [Theory]
    [InlineData("", "forecast")]
    [InlineData("forecast", "--as-of")]
    [InlineData("backtest", "--cell-counts")]
    [InlineData("simulate city", "--size")]
    [InlineData("demo", "--out")]
    public void Help_is_given_on_standard_output(string verb, string word)
    {
        Policing run = Policing.Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeds();

        Assert.Contains(word, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }
}
