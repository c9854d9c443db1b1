using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>The options that limit the time and memory of a request.</summary>
internal sealed class LimitOptions
{
    private const string None = "none";

    private readonly Option<TimeSpan> _time = new("--time-limit") { Description = "The longest time for one request, or none; then it is answered with the code timeout, and the next one is served.", HelpName = "10s|500ms|2m|none" };
    private readonly Option<long> _memory = new("--memory-limit") { Description = "The most memory for one request, or none; one that needs more is answered with the code too_large.", HelpName = "4GB|512MB|none" };

    public LimitOptions()
    {
        (_time.CustomParser, _time.DefaultValueFactory) = (Time, _ => EvaluateLimits.Usual.Time);
        (_memory.CustomParser, _memory.DefaultValueFactory) = (Memory, _ => EvaluateLimits.Usual.Bytes);
    }

    public void AddTo(Command command)
    {
        command.Add(_time);
        command.Add(_memory);
    }

    public EvaluateLimits Read(ParseResult parsed) => new(parsed.GetValue(_time), parsed.GetValue(_memory));

    private static TimeSpan Time(ArgumentResult result)
    {
        var word = Word(result);
        if (word == None) return TimeSpan.MaxValue;
        (string Unit, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)];
        var (unit, seconds) = units.First(u => word.EndsWith(u.Unit, StringComparison.Ordinal));
        if (Number(word, unit) is > 0 and var value && value * seconds is >= 0.001 and <= 1e6) return TimeSpan.FromSeconds(value * seconds);
        result.AddError($"--time-limit is {Wording.Quote(word)}; it must be a time of at least 1ms, as in 500ms, 10s or 2m, or none.");
        return default;
    }

    private static long Memory(ArgumentResult result)
    {
        var word = Word(result);
        if (word == None) return long.MaxValue;
        if (ByteSize.Read(word) is { } bytes) return bytes;
        result.AddError($"--memory-limit is {Wording.Quote(word)}; it must be at least 1MB, as in 512MB or 4GB, or none.");
        return default;
    }

    private static double Number(string word, string unit) =>
        double.TryParse(word.AsSpan(0, word.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static string Word(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value.Trim();
}
