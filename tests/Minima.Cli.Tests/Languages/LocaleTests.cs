using System.Diagnostics;
using System.Text;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Languages;

/// <summary>The language is that of the option, or of the locale in the order of POSIX.</summary>
public sealed class LocaleTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("LANG=zh_CN.UTF-8", true)]
    [InlineData("LANG=zh", true)]
    [InlineData("LANG=en_US.UTF-8", false)]
    [InlineData("LANG=de_DE.UTF-8", false)]
    [InlineData("LANG=C.UTF-8", false)]
    [InlineData("LC_MESSAGES=zh_CN.UTF-8 LANG=en_US.UTF-8", true)]
    [InlineData("LC_MESSAGES=en_US.UTF-8 LANG=zh_CN.UTF-8", false)]
    [InlineData("LC_ALL=zh_CN LC_MESSAGES=en_US LANG=en_US", true)]
    [InlineData("LC_ALL=C LANG=zh_CN.UTF-8", false)]
    [InlineData("LC_ALL= LANG=zh_CN.UTF-8", true)]
    [InlineData("LANGUAGE=zh_CN:en LANG=en_US.UTF-8", true)]
    [InlineData("LANGUAGE=de:zh LANG=de_DE.UTF-8", true)]
    [InlineData("LANGUAGE=en LANG=zh_CN.UTF-8", false)]
    [InlineData("LANGUAGE=zh LANG=C", false)]
    [InlineData("LANGUAGE=fr LANG=zh_CN.UTF-8", true)]
    public void TheLocaleDecidesWithoutAnOption(string variables, bool chinese)
    {
        var environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var expected = chinese ? Language.Chinese : Language.English;
        Assert.Equal(expected, LanguageOption.Of(["losses"], environment.GetValueOrDefault));

        // The option counts before any locale.
        Assert.Equal(Language.Chinese, LanguageOption.Of(["losses", "--language", "zh"], environment.GetValueOrDefault));
        Assert.Equal(Language.English, LanguageOption.Of(["losses", "--language=en"], environment.GetValueOrDefault));
        Assert.Equal(expected, LanguageOption.Of(["losses", "--language", "fr"], environment.GetValueOrDefault));
    }

    /// <summary>Slim images of .NET have no data of cultures and set this variable.</summary>
    [SlowTheory]
    [InlineData("en", "is not understood")]
    [InlineData("zh", "无法理解")]
    public async Task AMachineWithoutCulturesSpeaksBothLanguages(string language, string said)
    {
        var start = CliProcess.Command("evaluate", "mse", "2,1", "3,1", "--wrong", "--language", language);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.StandardErrorEncoding = Encoding.UTF8;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        using var end = CliProcess.EndOf(process);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(said, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
    }
}
