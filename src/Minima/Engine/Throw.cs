using System.Buffers;
using System.Globalization;

namespace Minima;

/// <summary>Every message of the library, in one place: who, got, expected, remedy.</summary>
internal static class Throw
{
    /// <summary>No name of a loss has these; a formula in the place of a name does.</summary>
    private static readonly SearchValues<char> SignsOfText = SearchValues.Create("()+*/^<>?");

    public static LossException ParameterDomain(string loss, string parameter, double value, Domain domain) => new(
        LossError.ParameterDomain,
        $"{loss}: parameter '{parameter}' is {Number(value)}; it must be {domain}.");

    public static LossException ParameterRule(string loss, string rule) => new(
        LossError.ParameterDomain,
        $"{loss}: {rule}");

    public static LossException ParameterType(string loss, ParameterInfo parameter, object? value) => new(
        LossError.ParameterType,
        $"{loss}: parameter '{parameter.Name}' is {Describe(value)}; it must be {Expected(parameter)}.");

    public static LossException UnknownParameter(string loss, string parameter, IEnumerable<string> known) => new(
        LossError.UnknownParameter,
        $"{loss}: there is no parameter '{Names.Shorten(parameter)}'{Names.DidYouMean(parameter, known)}. {Listing("parameters", known)}");

    public static LossException MissingParameter(string loss, string parameter) => new(
        LossError.MissingParameter,
        $"{loss}: parameter '{parameter}' is missing and has no default; give its value.");

    public static LossException UnknownLoss(string name, IEnumerable<string> known) => new(
        LossError.UnknownLoss,
        $"there is no loss '{Names.Shorten(name)}'{Names.DidYouMean(name, known)}. `minima losses` lists all of them; `minima losses --search TEXT` searches.{(name.AsSpan().IndexOfAny(SignsOfText) < 0 ? "" : " A formula as text is read by Loss.Parse, and stands under 'formula' in a request.")}");

    public static LossException UnknownInput(string loss, string input, IEnumerable<string> known) => new(
        LossError.UnknownInput,
        $"{loss}: there is no {input}. {Listing("inputs", known)} Leave the others empty.");

    public static LossException MissingInput(string loss, string input) => new(
        LossError.MissingInput,
        $"{loss}: input '{input}' is missing; give it with the shape of the first input.");

    public static LossException Length(string loss, string name, long got, string other, long expected) => new(
        LossError.Shape,
        $"{loss}: '{name}' has {Count(got)}, '{other}' {Count(expected)}; they must have the same shape. Minima never broadcasts silently: expand '{name}' yourself if that is meant.");

    public static LossException Shape(string loss, string name, string got, string other, string expected, bool broadcastable) => new(
        broadcastable ? LossError.Broadcast : LossError.Shape,
        $"{loss}: '{name}' has shape {got}, '{other}' {expected}; they must be equal. "
        + (broadcastable ? "They would have to broadcast, which Minima never does silently: reshape or expand one of them." : "Pass arrays of the same shape."));

    public static LossException NotContiguous(string loss, string name) => new(
        LossError.Shape,
        $"{loss}: '{name}' is a strided view; it must be contiguous, because it is written to. Give it memory of its own and copy it where it belongs.");

    public static LossException CycleLength(string loss, string name, int got, int expected) => new(
        LossError.Shape,
        $"{loss}: '{name}' is a list of {got.ToString(CultureInfo.InvariantCulture)}, which does not divide the {expected.ToString(CultureInfo.InvariantCulture)} elements of the prediction; give one value for each position of the last axis, or a single number.");

    public static LossException InputDomain(string loss, string input, long index, double value, Domain domain) => new(
        domain.IsLabel ? LossError.Label : LossError.Domain,
        $"{loss}: '{input}' at index {index.ToString(CultureInfo.InvariantCulture)} is {Number(value)}; it must be {domain}.{Cause(domain, value)}");

    public static LossException Weight(string loss, string name, long index, double value) => new(
        LossError.Weights,
        $"{loss}: '{name}' at index {index.ToString(CultureInfo.InvariantCulture)} is {Number(value)}; a weight must be a finite number. Use 0 to leave an element out.");

    public static LossException UnknownReduction(string loss, string reduction) => new(
        LossError.Reduction,
        $"{loss}: unknown reduction '{reduction}'; it must be mean, sum or none.");

    public static LossException UnknownWeightedMean(string loss, string value) => new(
        LossError.ParameterDomain,
        $"{loss}: weighted_mean is '{value}'; it must be sum_of_weights or count.");

    public static LossException UnknownCurvature(string loss, string value) => new(
        LossError.ParameterDomain,
        $"{loss}: curvature is '{value}'; it must be exact or gauss_newton.");

    public static LossException WeightSum(string loss, double sum) => new(
        LossError.Weights,
        $"{loss}: the weights in 'sample_weight' sum to {Number(sum)}, which no mean can be divided by; scale them down.");

    public static LossException EmptyList(string loss, string parameter) => new(
        LossError.ParameterType,
        $"{loss}: parameter '{parameter}' is an empty list; give one number, or one for each position of the last axis.");

    public static LossException MixedReductions(Reduction left, Reduction right) => new(
        LossError.Reduction,
        $"results: one has reduction {left}, the other {right}; only results of one reduction add up. Ask for the same reduction in every batch.");

    public static LossException NotDifferentiated(string loss, string input) => new(
        LossError.UnknownInput,
        $"{loss}: '{input}' has no gradient: it is not differentiated. Leave the buffer for its gradient empty.");

    public static LossException NoHessian(string loss) => new(
        LossError.NoHessian,
        $"{loss}: there is no Hessian: its gradient is not everywhere the derivative of its value (a straight-through path). Ask for the gradient only, or use a loss without such a path.");

    public static LossException ParameterChoice(string loss, ParameterInfo parameter, string word) => new(
        LossError.ParameterDomain,
        $"{loss}: parameter '{parameter.Name}' is '{Names.Shorten(word)}'{Names.DidYouMean(word, parameter.Choices)}; it must be {Expected(parameter)}.");

    public static LossException Overlap(string loss, string output, string input) => new(
        LossError.Shape,
        $"{loss}: '{output}' overlaps '{input}' in memory. Only a gradient may be written over an input, and then exactly in its place; give everything else memory of its own.");

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Count(long count) => count == 1 ? "1 element" : count.ToString(CultureInfo.InvariantCulture) + " elements";

    private static string Listing(string what, IEnumerable<string> known)
    {
        var list = string.Join(", ", known);
        return list.Length == 0 ? $"It has no {what}." : $"Its {what}: {list}.";
    }

    private static string Describe(object? value) => value is null ? "none" : value is string text ? $"'{Names.Shorten(text)}'" : ParameterInfo.Format(value);

    private static string Expected(ParameterInfo parameter) => parameter.Kind switch
    {
        ParameterKind.Number => "a number",
        ParameterKind.OptionalNumber => "a number or none",
        ParameterKind.Integer => "a whole number",
        ParameterKind.Boolean => "true or false",
        ParameterKind.Choice => "one of " + string.Join(", ", parameter.Choices),
        ParameterKind.NumberOrNumbers => "a number or a list of numbers",
        _ => "a list of numbers",
    };

    private static string Cause(Domain domain, double value) => domain switch
    {
        { IsLabel: true } when value == 0 => " Labels 0 and 1? Map them: 2 t - 1.",
        { IsLabel: true } when double.IsNaN(value) => " A missing label? Mask it out, or drop the row.",
        { Kind: DomainKind.Interval, Low: 0, High: 1 } when value is < 0 or > 1 => " Logits instead of probabilities? Use the loss on logits, or apply a sigmoid first.",
        { Kind: DomainKind.Interval, Low: 0 } when value < 0 => " A count, a variance or an amount cannot be negative; look for sentinel values such as -1 or -999.",
        _ => "",
    };
}
