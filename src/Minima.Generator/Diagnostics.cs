using Microsoft.CodeAnalysis;

namespace Minima.Generator;

/// <summary>All diagnostics of the generator. A message names the loss, the error, the fix and the reason.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotReadonlyRecordStruct = Error(
        "MIN001",
        "A loss must be a readonly record struct",
        "Write '{0}' as 'public readonly record struct {0}(...)': the engine compares losses by value and copies them freely, so a loss must have value equality and never change");

    public static readonly DiagnosticDescriptor Shape = Error(
        "MIN002",
        "A loss must implement exactly one shape interface",
        "'{0}' {1}; implement exactly one of {2}: the shape says which inputs the formula takes and which engine runs it");

    public static readonly DiagnosticDescriptor NoDefaults = Error(
        "MIN003",
        "A loss with parameters needs a constructor that gives the defaults",
        "'{0}' has parameters but no 'public {0}() : this(...)'; without it 'new {0}()' leaves them all zero, and the catalogue has no defaults to show");

    public static readonly DiagnosticDescriptor NotInlined = Warning(
        "MIN004",
        "A formula must be inlined",
        "'{0}.{1}' lacks [MethodImpl(MethodImplOptions.AggressiveInlining)]; without it the kernels run several times slower");

    public static readonly DiagnosticDescriptor NoText = Warning(
        "MIN005",
        "A loss must be described",
        "'{0}' has no [{1}(\"...\")] with a summary; lists, help and documentation show it, in one sentence: what it punishes and how. A loss described in one language shows it in the other, too");

    public static readonly DiagnosticDescriptor KeyNotSnakeCase = Error(
        "MIN006",
        "The key of a loss must be in snake_case",
        "The key '{0}' of '{1}' is not snake_case; use lower-case letters, digits and single underscores, beginning with a letter, for example '{2}'");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "MIN007",
        "A name or alias must name one loss",
        "'{0}' claims the name '{1}', which '{2}' has already (case, '_', '-' and spaces do not count); choose another key or drop the alias");

    public static readonly DiagnosticDescriptor ParameterType = Error(
        "MIN008",
        "A parameter must be of a supported type",
        "Parameter '{0}' of '{1}' {2}; a parameter is a double, double?, int, bool, an enum with members 0, 1, 2, ..., ImmutableArray<double>, one of these for each row, or, in a row loss, PerClass");

    public static readonly DiagnosticDescriptor DefaultUnreadable = Error(
        "MIN009",
        "The default of a parameter must be a constant",
        "The default '{0}' of parameter '{1}' of '{2}' cannot be read at compile time; write a literal, a constant such as Math.PI, an enum member, null, or a list of them in brackets");

    public static readonly DiagnosticDescriptor ParameterNotAlone = Warning(
        "MIN010",
        "A parameter must stand alone in T.Of",
        "'T.Of({0})' hides the name of parameter '{1}': a symbol can name a parameter only where it stands alone; write 'T.Of({1})' and calculate with the result");

    public static readonly DiagnosticDescriptor DifferentiatedNotConstant = Error(
        "MIN011",
        "Differentiated must be a constant expression",
        "'{0}.Differentiated' cannot be read at compile time; write it as a constant such as 'InputSet.First | InputSet.Third': which inputs have a gradient belongs to the catalogue and never depends on anything");

    public static readonly DiagnosticDescriptor DomainUnreadable = Error(
        "MIN012",
        "An input or parameter has at most one domain, from the attributes of Minima",
        "'{0}' of '{1}' {2}; give it one of [Positive], [NonNegative], [Unit], [OpenUnit], [MarginLabel], [NonZero], [AtLeast(x)], [AtMost(x)], [Between(a, b)], [Below(x)], [Outside(a, b)], or none for every real number");

    public static readonly DiagnosticDescriptor NotReachable = Error(
        "MIN013",
        "A loss must be a type that the catalogue can make",
        "'{0}' is {1}; the generated catalogue cannot make it: write a public or internal struct without type parameters, or drop [Loss]");

    public static readonly DiagnosticDescriptor BoundTooEarly = Error(
        "MIN014",
        "Only the third and fourth input can be left out",
        "Input '{0}' of '{1}' has [BoundTo], but it is the prediction or the target, which are always given; move it to the third or fourth place, or drop [BoundTo]");

    private const string Category = "Minima";

    public static readonly DiagnosticDescriptor TensorFormula = Error(
        "MIN015",
        "A loss on tensors needs one public method Of whose parameters are tensors",
        "'{0}' is a loss on tensors; give it exactly one 'public LossTerms Of(Tensor ..., Tensor ...)': its parameters are the inputs, by their names");

    public static readonly DiagnosticDescriptor DomainUnused = Warning(
        "MIN016",
        "The domain of a parameter is checked only if its struct has [Loss]",
        "[{0}] on parameter '{1}' of '{2}' has no effect, because '{2}' has no [Loss]; add [Loss(\"key\", \"Name\", \"名称\")], or drop [{0}] and check the value in the constructor");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
