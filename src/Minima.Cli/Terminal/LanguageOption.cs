using System.CommandLine;
using System.Globalization;

namespace Minima.Cli.Terminal;

/// <summary><c>--language</c>, which every command has; the locale decides by default.</summary>
internal static class LanguageOption
{
    public const string Name = "--language";
    public const string English = LanguageCode.English;
    public const string Chinese = LanguageCode.Chinese;

    private static readonly string[] Words = [English, Chinese];

    /// <summary>The environment variables of the POSIX message locale; the first that is set counts.</summary>
    private static readonly string[] Locales = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Adds the option to a command and its subcommands.</summary>
    public static void AddTo(Command command)
    {
        var option = new Option<string?>(Name) { Description = "The language: en or zh; without it that of the locale (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).", HelpName = "LANGUAGE" };
        WordOption.Restrict(option, Words, StringComparer.OrdinalIgnoreCase);
        command.Add(option);
        foreach (var below in command.Subcommands) AddTo(below);
    }

    /// <summary>The given word, or null; a command outside the command line has no such option.</summary>
    public static string? Given(ParseResult parsed) => parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Name) is Option<string?> language ? parsed.GetValue(language)?.ToLowerInvariant() : null;

    /// <summary>The given word, or that of the locale.</summary>
    public static string Word(ParseResult parsed) => Given(parsed) ?? WordOf(OfLocale(Environment.GetEnvironmentVariable));

    /// <summary>True if a command answers in Chinese.</summary>
    public static bool IsChinese(ParseResult parsed) => Word(parsed) == Chinese;

    /// <summary>The language of a command line that may not be valid.</summary>
    public static Language Of(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            var word = arguments[i] == Name && i + 1 < arguments.Count ? arguments[i + 1]
                : arguments[i].StartsWith(Name, StringComparison.Ordinal) && arguments[i].Length > Name.Length && arguments[i][Name.Length] is '=' or ':' ? arguments[i][(Name.Length + 1)..]
                : null;
            if (word is null) continue;
            if (word.Equals(Chinese, StringComparison.OrdinalIgnoreCase)) return Language.Chinese;
            if (word.Equals(English, StringComparison.OrdinalIgnoreCase)) return Language.English;
        }

        return OfLocale(environment);
    }

    /// <summary>
    /// The language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set. Unless the locale is C (English), the first
    /// supported language in the list LANGUAGE takes precedence. If none is set: the language of the user on Windows, English elsewhere.
    /// </summary>
    public static Language OfLocale(Func<string, string?> environment)
    {
        var locale = Locales.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (locale is null) return OperatingSystem.IsWindows() && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == Chinese ? Language.Chinese : Language.English;
        if (locale is "C" or "POSIX" || locale.StartsWith("C.", StringComparison.Ordinal)) return Language.English;
        var wanted = (environment("LANGUAGE") ?? "").Split(':').Append(locale);
        return wanted.Select(Known).FirstOrDefault(known => known is not null) ?? Language.English;
    }

    private static string WordOf(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary>zh, zh_CN.UTF-8, zh-Hans; en_GB; null for any other language.</summary>
    private static Language? Known(string locale)
    {
        var word = locale.Split('_', '-', '.', '@')[0];
        return word.Equals(Chinese, StringComparison.OrdinalIgnoreCase) ? Language.Chinese : word.Equals(English, StringComparison.OrdinalIgnoreCase) ? Language.English : null;
    }
}
