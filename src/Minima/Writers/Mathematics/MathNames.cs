namespace Minima.Writers;

/// <summary>The letters of names: p and t, Greek letters by their names, single letters as they are.</summary>
internal static class MathNames
{
    private static readonly Dictionary<string, string> Greek = new(StringComparer.Ordinal)
    {
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["delta"] = "δ",
        ["epsilon"] = "ε",
        ["varepsilon"] = "ε",
        ["zeta"] = "ζ",
        ["eta"] = "η",
        ["theta"] = "θ",
        ["iota"] = "ι",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["sigma"] = "σ",
        ["tau"] = "τ",
        ["upsilon"] = "υ",
        ["phi"] = "φ",
        ["varphi"] = "φ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
    };

    /// <summary>The letter of a name, <c>delta</c> for a Greek one, or null if it has none.</summary>
    public static string? Letter(string name) => name switch
    {
        "prediction" => "p",
        "target" => "t",
        "epsilon" => "varepsilon",
        "e" or "pi" or "sigma" or "psi" or "phi" => null,
        _ when name.Length == 1 && char.IsAsciiLetter(name[0]) => name,
        _ when Greek.ContainsKey(name) => name,
        _ => null,
    };

    /// <summary>The character of a Greek letter's name, or null.</summary>
    public static string? Character(string letter) => Greek.GetValueOrDefault(letter);

    /// <summary>
    /// The letter and the number of a name such as <c>x_1</c>, which is written with an index, or null. The letter s is reserved for parts that
    /// the writers name themselves.
    /// </summary>
    public static (string Letter, int Index)? Indexed(string name) =>
        name.Length is > 2 and < 6 && name[1] == '_' && name[0] != 's' && char.IsAsciiLetter(name[0]) && name[2] != '0' && name.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0
            ? (name[..1], int.Parse(name.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture))
            : null;

    /// <summary>The letter of a name such as <c>x_k</c>, with an index for any class, or null.</summary>
    public static string? IndexedByLetter(string name) => name.Length == 3 && name[1] == '_' && name[2] is 'j' or 'k' && char.IsAsciiLetter(name[0]) ? name[..1] : null;

    /// <summary>The word of a name such as <c>class_counts_1</c> or <c>class_counts_k</c>, which is the value of a parameter for one class, or null.</summary>
    public static string? IndexedWord(string name) => name.Length > 3 && name[^2] == '_' && (name[^1] == 'k' || name[^1] is >= '1' and <= '9') ? name[..^2] : null;
}
