using System.Globalization;
using System.Text.Json;

namespace Minima.Fuzz;

/// <summary>What came of requests: how often each code, what failed first and how often, which losses gave a value. Tallies add up, over processes and over seeds.</summary>
internal sealed class Tally
{
    private static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Lines of the filter that were answered.</summary>
    public long Requests { get; set; }

    /// <summary>Of all processes together.</summary>
    public double ProcessSeconds { get; set; }

    public double SlowestSeconds { get; set; }

    public string SlowestRequest { get; set; } = "";

    /// <summary>The code of an error, "ok", or what a reader of files did.</summary>
    public SortedDictionary<string, long> Codes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The losses that gave a value.</summary>
    public SortedSet<string> Answered { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Failure> Failures { get; set; } = new(StringComparer.Ordinal);

    public void Count(string code) => Codes[code] = Codes.GetValueOrDefault(code) + 1;

    /// <summary>Whether the failure is the first of its kind.</summary>
    public bool Fail(string kind, string first)
    {
        var isNew = !Failures.TryGetValue(kind, out var known);
        Failures[kind] = isNew ? new Failure(1, first) : known! with { Times = known.Times + 1 };
        return isNew;
    }

    public void Took(double seconds, string request)
    {
        if (seconds > SlowestSeconds) (SlowestSeconds, SlowestRequest) = (seconds, request);
    }

    public void Add(Tally other)
    {
        Requests += other.Requests;
        ProcessSeconds += other.ProcessSeconds;
        Took(other.SlowestSeconds, other.SlowestRequest);
        foreach (var (code, times) in other.Codes) Codes[code] = Codes.GetValueOrDefault(code) + times;
        foreach (var (kind, failure) in other.Failures) Failures[kind] = Failures.TryGetValue(kind, out var known) ? known with { Times = known.Times + failure.Times } : failure;
        Answered.UnionWith(other.Answered);
    }

    /// <summary>One line of JSON, which <see cref="Read"/> takes.</summary>
    public string Written() => JsonSerializer.Serialize(this, Plain);

    /// <summary>The tally of a line, or null where the line is none.</summary>
    public static Tally? Read(string line)
    {
        if (!line.StartsWith("{\"requests\":", StringComparison.Ordinal)) return null;
        try
        {
            return JsonSerializer.Deserialize<Tally>(line, Plain);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Requests} requests in {ProcessSeconds:0} s of processes: {string.Join(", ", Codes.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the slowest took {SlowestSeconds:0.00} s: {SlowestRequest}"));
        var never = Catalogue.All.Select(entry => entry.Key).Where(key => !Answered.Contains(key)).ToArray();
        if (never.Length > 0) output.WriteLine($"{never.Length} losses never gave a value: {string.Join(", ", never.Take(60))}");
        foreach (var (kind, failure) in Failures.OrderByDescending(f => f.Value.Times)) output.WriteLine($"{failure.Times} x {kind}\n  {failure.First}");
        output.WriteLine($"{Failures.Values.Sum(f => f.Times)} failures of {Failures.Count} kinds");
    }
}

/// <summary>A kind of failure: how often, and what reproduces the first.</summary>
internal sealed record Failure(long Times, string First);
