using BenchmarkDotNet.Running;
using PolicingModels.Benchmarks;

if (args is ["binning", ..])
{
    BinningTable.Print(Console.Out, repeats: args.Contains("--quick") ? 15 : 60);
    return;
}

if (args is ["gridding", ..])
{
    new GriddingTable(Console.Out, repeats: args.Contains("--quick") ? 3 : 9).Print(args.FirstOrDefault(a => a.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase)));
    return;
}

if (args is ["harm", ..])
{
    HarmTable.Print(Console.Out, repeats: args.Contains("--quick") ? 5 : 20);
    return;
}

if (args is ["self-exciting", ..])
{
    SelfExcitingTable.Print(Console.Out, quick: args.Contains("--quick"), parametricOnly: args.Contains("--parametric"));
    return;
}

if (args is ["seasonality", ..])
{
    Environment.ExitCode = SeasonalityTable.Print(Console.Out, args.FirstOrDefault(a => a.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)), quick: args.Contains("--quick"));
    return;
}

if (args is ["counts", ..])
{
    new CountModelTable(Console.Out, repeats: args.Contains("--quick") ? 2 : 5).Print();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(BinningBenchmarks).Assembly).Run(args);
