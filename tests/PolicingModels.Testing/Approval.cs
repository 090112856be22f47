using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;
using Xunit;

namespace PolicingModels.Testing;

/// <summary>
/// Compares text with an approved file in Verify's naming convention
/// (<c>Class.Method.verified.txt</c> beside the test; a mismatch leaves <c>.received.txt</c>).
/// Set <c>POLICINGMODELS_ACCEPT=1</c> to accept what was received.
/// </summary>
public static class Approval
{
    /// <summary>Fails unless <paramref name="received"/> equals the approved file.</summary>
    public static void Verify(string received, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(received);
        string folder = Path.GetDirectoryName(file)!;
        string stem = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file)}.{member}");
        string approvedPath = stem + ".verified.txt";
        string receivedPath = stem + ".received.txt";
        string text = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        string approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        if (text == approved)
        {
            File.Delete(receivedPath);
            return;
        }

        if (Environment.GetEnvironmentVariable("POLICINGMODELS_ACCEPT") == "1")
        {
            File.WriteAllText(approvedPath, text);
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, text);
        Assert.Fail($"{Path.GetFileName(approvedPath)} differs from what was received; compare with {Path.GetFileName(receivedPath)}, and set POLICINGMODELS_ACCEPT=1 to accept it.{Environment.NewLine}{FirstDifference(approved, text)}");
    }

    /// <summary>Fails unless the public surface of an assembly equals the approved one.</summary>
    public static void VerifyPublicApi(Assembly assembly, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        string api = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Verify(api, file, member);
    }

    private static string FirstDifference(string approved, string received)
    {
        string[] a = approved.Split('\n'), b = received.Split('\n');
        int i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }

        return $"line {i + 1}: approved “{(i < a.Length ? a[i] : "(end)")}”, received “{(i < b.Length ? b[i] : "(end)")}”";
    }
}
