using PolicingModels.HarmIndex;

namespace PolicingModels.Data;

/// <summary>The words of the columns of a table of offences that stand for one of a few meanings.</summary>
internal static class OffenceWords
{
    public static readonly WordList<OffenceRole> Role = new(
        OffenceRole.Unknown,
        (OffenceRole.Suspect, ["suspect", "suspected"]),
        (OffenceRole.Charged, ["charged", "accused", "defendant"]),
        (OffenceRole.Convicted, ["convicted"]),
        (OffenceRole.Victim, ["victim"]),
        (OffenceRole.Unknown, ["unknown"]));

    public static readonly WordList<OffenceDetection> Detection = new(
        OffenceDetection.Unknown,
        (OffenceDetection.Reported, ["reported", "public"]),
        (OffenceDetection.Proactive, ["proactive", "police"]),
        (OffenceDetection.Company, ["company"]),
        (OffenceDetection.Unknown, ["unknown"]));

    public static readonly WordList<OffenceStatus> Status = new(
        OffenceStatus.Crime,
        (OffenceStatus.Crime, ["crime", "recorded"]),
        (OffenceStatus.NonCrime, ["non_crime", "noncrime", "no_crime"]),
        (OffenceStatus.Cancelled, ["cancelled", "canceled"]));

    public static readonly WordList<bool> YesOrNo = new(
        false,
        (true, ["yes", "true", "1", "y"]),
        (false, ["no", "false", "0", "n"]));

    /// <summary>Outcomes, with those of data.police.uk.</summary>
    public static readonly WordList<bool> Detected = new(
        false,
        (true, ["detected", "solved", "charged", "charged_or_summonsed", "summonsed", "suspect_charged", "suspect_charged_as_part_of_another_case", "awaiting_court_outcome", "convicted", "cautioned", "caution", "offender_given_a_caution", "offender_given_penalty_notice", "offender_given_a_drugs_possession_warning", "local_resolution", "community_resolution", "taken_into_consideration"]),
        (false, ["undetected", "not_detected", "unsolved", "open", "under_investigation", "no_further_action", "investigation_complete;_no_suspect_identified", "no_suspect_identified", "unable_to_prosecute_suspect", "further_investigation_is_not_in_the_public_interest", "status_update_unavailable"]));
}

/// <summary>A list of words with their meanings, compared without letter case, blanks and hyphens read as underscores.</summary>
internal sealed class WordList<T>
    where T : struct
{
    private readonly List<(byte[] Word, T Meaning)> _words = [];
    private readonly T _missing;

    public WordList(T missing, params (T Meaning, string[] Words)[] groups)
    {
        _missing = missing;
        foreach ((T meaning, string[] words) in groups)
        {
            _words.AddRange(words.Select(w => (System.Text.Encoding.ASCII.GetBytes(w), meaning)));
        }

        Refusal = Reasons.NotOneOf(groups.Select(g => g.Words[0]));
    }

    /// <summary>Why a row with another word is refused.</summary>
    public string Refusal { get; }

    /// <summary>The meaning of a text; that of missing text where there is none.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, out T meaning)
    {
        meaning = _missing;
        if (Texts.IsMissing(text))
        {
            return true;
        }

        foreach ((byte[] word, T of) in _words)
        {
            if (Same(text, word))
            {
                meaning = of;
                return true;
            }
        }

        return false;
    }

    private static bool Same(ReadOnlySpan<byte> text, byte[] word)
    {
        if (text.Length != word.Length)
        {
            return false;
        }

        for (int i = 0; i < word.Length; i++)
        {
            byte b = text[i];
            b = b is (byte)' ' or (byte)'-' ? (byte)'_' : b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
            if (b != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
