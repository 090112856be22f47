using PolicingModels.HarmIndex;

namespace PolicingModels.Reporting;

/// <summary>Words for the kinds of a harm analysis.</summary>
internal static class HarmWords
{
    public static string Plural(HarmUnit unit) => unit switch
    {
        HarmUnit.Person => "persons",
        HarmUnit.Victim => "victims",
        HarmUnit.Area => "areas",
        HarmUnit.Dyad => "pairs of person and victim",
        _ => "offence codes",
    };

    public static string Singular(HarmUnit unit) => unit switch
    {
        HarmUnit.Person => "Person",
        HarmUnit.Victim => "Victim",
        HarmUnit.Area => "Area",
        HarmUnit.Dyad => "Person → victim",
        _ => "Offence code",
    };

    public static string Of(MatchQuality quality) => quality switch
    {
        MatchQuality.Exact => "Found with one score",
        MatchQuality.Alias => "Found through the alias map",
        MatchQuality.Proxy => "Scored by its broader code",
        MatchQuality.Ambiguous => "Several scores: the policy chose, or refused",
        _ => "Not in the table",
    };

    public static string Of(RankingChange change) => change switch
    {
        RankingChange.FirstOffence => "had no offence that counted before",
        RankingChange.ScoreRose => "new offences raised the score",
        RankingChange.Expired => "all offences have left the window",
        RankingChange.ScoreFell => "offences have left the window or were reclassified",
        RankingChange.OthersPassed => "the score stayed; others passed",
        _ => "others fell further",
    };

    public static string Of(HarmBasis basis) => basis switch
    {
        HarmBasis.GuidelineStartingPoint => "starting point of the sentencing guideline for a first offender",
        HarmBasis.MeanImposed => "mean of the sentences imposed",
        HarmBasis.MedianFirstOffender => "median of the sentences imposed on first offenders",
        HarmBasis.StatutoryMidpoint => "middle of the statutory range",
        HarmBasis.RateTimesLength => "rate of custody times mean length",
        _ => "set by its user",
    };

    public static string Of(HeldOutVerdict verdict) => verdict switch
    {
        HeldOutVerdict.Better => "better",
        HeldOutVerdict.Worse => "worse",
        _ => "no evidence of a difference",
    };

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
