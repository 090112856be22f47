namespace PolicingModels.Reporting;

/// <summary>A page for readers: what was asked, the facts in short, then sections. Text only; no markup is ever taken from it.</summary>
public sealed record ReportPage
{
    /// <summary>The title, one line.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence below the title; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Short facts about the run, shown before the sections.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The sections in reading order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>A closing line; empty for none.</summary>
    public string Footer { get; init; } = "";
}

/// <summary>A labelled fact.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Its value as shown.</param>
public sealed record ReportFact(string Label, string Value);

/// <summary>A part of a page under one heading.</summary>
/// <param name="Heading">The heading, one line.</param>
/// <param name="Blocks">What stands in it, in reading order.</param>
public sealed record ReportSection(string Heading, params IReadOnlyList<ReportBlock> Blocks);
