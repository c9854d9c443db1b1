using System.Buffers;
using System.Globalization;

namespace Minima;

/// <summary>Every message of the library, in one place: who, got, expected, remedy.</summary>
internal static class Throw
{
    /// <summary>Characters that no name of a loss has, but a formula in place of a name does.</summary>
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

    public static LossException ParameterTwice(string loss, string parameter) => new(
        LossError.ParameterType,
        $"{loss}: parameter '{Names.Shorten(parameter)}' is given twice; give it once.");

    public static LossException NoEntry(string type) => new(
        LossError.UnknownLoss,
        $"{type} is not in any catalogue; give it the attribute [Loss] and add a reference to Minima.Generator to its project, or call it by its type.");

    public static LossException UnknownParameter(string loss, string parameter, IEnumerable<string> known) => new(
        LossError.UnknownParameter,
        $"{loss}: there is no parameter '{Names.Shorten(parameter)}'{Names.DidYouMean(parameter, known)}. {Listing("parameters", known)}");

    public static LossException MissingParameter(string loss, string parameter) => new(
        LossError.MissingParameter,
        $"{loss}: parameter '{parameter}' is missing and has no default; give its value.");

    /// <summary>The assembly of the losses on tensors.</summary>
    public const string TensorModule = "Minima.Tensors";

    /// <summary>The loss exists, but its module is not joined, so its name is unknown.</summary>
    public static LossException LossNotJoined(string name, string module) => new(
        LossError.UnknownLoss,
        $"the loss '{Names.Shorten(name)}' is in {module}, whose losses are not in the catalogue yet. {(module == TensorModule ? "Call Minima.Tensors.TensorCatalogue.Join()" : $"In {module}, call Catalogue.Join(GeneratedLosses.Module)")} once at the start.");

    public static LossException UnknownLoss(string name, IEnumerable<string> known, bool knowsTensorLosses) => new(
        LossError.UnknownLoss,
        $"there is no loss '{Names.Shorten(name)}'{Names.DidYouMean(name, known)}. `minima losses` lists all of them; `minima losses --search TEXT` searches.{(knowsTensorLosses ? "" : $" Losses on tensors are in the package {TensorModule}: add a reference to it, and call {TensorModule}.TensorCatalogue.Join() once at the start.")}{(name.AsSpan().IndexOfAny(SignsOfText) < 0 ? "" : " For a formula as text use Loss.Parse, or 'formula' in a request.")}");

    public static LossException SearchWord(string word, IReadOnlyList<LossEntry> candidates) => new(
        LossError.UnknownLoss,
        $"'{Names.Shorten(word)}' is a search word, not the name of a loss; candidates: {string.Join(", ", candidates.Select(entry => entry.Key))}. Use one of these names, as in `minima explain {candidates[0].Key}`.");

    public static LossException UnknownInput(string loss, string input, IEnumerable<string> known) => new(
        LossError.UnknownInput,
        $"{loss}: there is no {input}. {Listing("inputs", known)} Leave other inputs empty.");

    public static LossException UnknownInputName(string loss, string input, IEnumerable<string> known) => new(
        LossError.UnknownInput,
        $"{loss}: there is no input '{Names.Shorten(input)}'{Names.DidYouMean(input, known)}. {Listing("inputs", known)}");

    public static LossException InputTwice(string loss, string input) => new(
        LossError.UnknownInput,
        $"{loss}: input '{input}' is given twice; give it once, by Prediction or Target, or by its name.");

    public static LossException TooManyInputs(string input) => new(
        LossError.UnknownInput,
        $"LossBatch: '{Names.Shorten(input)}' would be the fifth input, but no loss has more than four. Create a new batch for each loss.");

    public static LossException MissingInput(string loss, string input) => new(
        LossError.MissingInput,
        $"{loss}: input '{input}' is missing; give it with the shape of the first input.");

    public static LossException Length(string loss, string name, long got, string other, long expected) => new(
        LossError.Shape,
        $"{loss}: '{name}' has {Count(got)}, '{other}' {Count(expected)}; they must have the same shape. Minima never broadcasts silently: to broadcast, expand '{name}' yourself.");

    public static LossException Shape(string loss, string name, string got, string other, string expected, bool broadcastable) => new(
        broadcastable ? LossError.Broadcast : LossError.Shape,
        $"{loss}: '{name}' has shape {got}, '{other}' {expected}; they must be equal. "
        + (broadcastable ? "They would have to broadcast, which Minima never does silently: reshape or expand one of them." : "Pass arrays of the same shape."));

    public static LossException NotContiguous(string loss, string name) => new(
        LossError.Shape,
        $"{loss}: '{name}' is a strided view; it must be contiguous, because Minima writes to it. Use a separate buffer, and copy the result from it.");

    public static LossException CycleLength(string loss, string name, int got, int expected) => new(
        LossError.Shape,
        $"{loss}: '{name}' is a list of {got.ToString(CultureInfo.InvariantCulture)} numbers, but the {expected.ToString(CultureInfo.InvariantCulture)} elements of the prediction are not a multiple of that; give one number for each position of the last axis, or a single number.");

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
        $"{loss}: curvature is '{value}'; it must be exact, gauss_newton, weight or constant.");

    public static LossException BoundOfAnalysis(string loss) => new(
        LossError.ParameterDomain,
        $"{loss}: a batch does not compute the curvature 'bound', a number that the analysis proves: LossAnalysis.Of(loss).CurvatureBound. Use constant, and multiply the Hessian by that number.");

    public static LossException WeightOfPointsOnly(string loss) => new(
        LossError.ParameterDomain,
        $"{loss}: the curvature 'weight' is for losses with one prediction for each element; this one takes exact, gauss_newton or constant.");

    public static LossException NoResidual(string loss) => new(
        LossError.ParameterDomain,
        $"{loss}: the curvature 'weight' is the derivative divided by the residual, prediction - target, but the prediction of this loss is not in the units of the target. Use gauss_newton or constant.");

    public static LossException WeightSum(string loss, double sum) => new(
        LossError.Weights,
        $"{loss}: the weights in 'sample_weight' sum to {Number(sum)}, so a mean cannot be divided by their sum; scale them down.");

    public static LossException EmptyList(string loss, string parameter) => new(
        LossError.ParameterType,
        $"{loss}: parameter '{parameter}' is an empty list; give one number, or one for each position of the last axis.");

    public static LossException UnevenRows(string loss, string parameter, int first, int other) => new(
        LossError.ParameterType,
        $"{loss}: parameter '{parameter}' has a row of {first} numbers and one of {other}; all rows must have the same length.");

    public static LossException MixedReductions(Reduction left, Reduction right) => new(
        LossError.Reduction,
        $"results: one has the reduction {left}, the other {right}; only results with the same reduction can be added. Use the same reduction in every batch.");

    public static LossException NotDifferentiated(string loss, string input) => new(
        LossError.UnknownInput,
        $"{loss}: '{input}' has no gradient, because Minima does not differentiate with respect to it. Leave the buffer for its gradient empty.");

    public static LossException NoHessian(string loss) => new(
        LossError.NoHessian,
        $"{loss}: there is no Hessian: its gradient is not everywhere the derivative of its value (a straight-through estimate). Compute only the gradient, or use a loss without such an estimate.");

    public static LossException ParameterChoice(string loss, ParameterInfo parameter, string word) => new(
        LossError.ParameterDomain,
        $"{loss}: parameter '{parameter.Name}' is '{Names.Shorten(word)}'{Names.DidYouMean(word, parameter.Choices)}; it must be {Expected(parameter)}.");

    public static LossException Overlap(string loss, string output, string input) => new(
        LossError.Shape,
        $"{loss}: '{output}' overlaps '{input}' in memory. Only a gradient may overwrite an input, and then at exactly the same address; use separate memory for everything else.");

    public static LossException ForeignMember(string loss, BatchMembers member) => new(
        LossError.UnknownInput,
        $"{loss}: the batch sets {member.ToString()}, but only {Owners(member)} take it. {Remedy(member)}");

    public static LossException ClassesWanted(string loss) => new(
        LossError.Shape,
        $"{loss} is a loss over rows of classes; give the number of classes: Value(prediction, labels, classes), or Value(prediction, target, classes) for one target for each class.");

    public static LossException TensorsWanted(string loss) => new(
        LossError.Shape,
        $"{loss} is a loss on tensors; call Apply with tensors of Minima.Tensors, and Backward for the gradient.");

    public static LossException NoClasses(string loss) => new(
        LossError.Shape,
        $"{loss} is not a loss over rows of classes; leave out the number of classes and the labels: Value(prediction, target).");

    public static LossException Rows(string loss, long elements, int classes, int inner) => new(
        LossError.Shape,
        $"{loss}: 'prediction' has {Count(elements)}, which is not a whole number of rows with {Text(classes)} classes{(inner == 1 ? "" : $" (and {Text(inner)} positions after the class axis)")}; give the number of classes of the data.");

    public static LossException Classes(string loss, int classes, int inner) => new(
        LossError.Shape,
        $"{loss}: classes is {Text(classes)} and inner {Text(inner)}; both must be at least 1. A row has one score for each class.");

    public static LossException TargetKind(string loss, bool gotLabels, RowTargets targets) => new(
        LossError.Shape,
        gotLabels
            ? $"{loss}: the target is labels, but this loss takes one number for each class, in the shape of 'prediction'. Convert the labels to one-hot rows, or use a loss that takes labels."
            : $"{loss}: the target is rows of numbers, but this loss takes one label for each row{(targets == RowTargets.Labels ? " (the index of a class)" : "")}. Use a loss that takes distributions, or the class with the largest target.");

    public static LossException NoTarget(string loss, string wanted) => new(
        LossError.MissingInput,
        $"{loss}: input 'target' is missing; give {wanted}.");

    public static LossException TwoTargets(string loss) => new(
        LossError.UnknownInput,
        $"{loss}: labels and a target row are both given; give one of them.");

    public static LossException Label(string loss, long index, double label, int classes, int? ignored) => new(
        LossError.Label,
        $"{loss}: 'target' at index {Text(index)} is {Number(label)}; a label must be a whole number from 0 to {Text(classes - 1)}{(ignored is { } ignore and not IgnoreIndex.None ? $", or {Text(ignore)} to leave the row out" : "")}.{LabelCause(label, classes, ignored)}");

    public static LossException ClassAxis(string loss, int axis, int rank) => new(
        LossError.Shape,
        $"{loss}: the class axis is {Text(axis)}, but 'prediction' has {(rank == 1 ? "1 axis" : Text(rank) + " axes")}; it must be from {Text(-rank)} to {Text(rank - 1)}.");

    public static LossException LabelShape(string loss, string got, string prediction, string expected) => new(
        LossError.Shape,
        $"{loss}: 'labels' has shape {got}, 'prediction' {prediction}; give one label for each row, in shape {expected}, or choose another class axis.");

    public static LossException ClassWeights(string loss, long got, int classes) => new(
        LossError.Shape,
        $"{loss}: 'class_weight' has {Count(got)}, but 'prediction' has {Text(classes)} classes; give one weight for each class.");

    public static LossException NoClassWeights(string loss) => new(
        LossError.UnknownParameter,
        $"{loss} takes no class weights, because it is not a sum over the classes of a label. Use 'sample_weight' to weight rows.");

    public static LossException ClassWeight(string loss, long index, double value) => new(
        LossError.Weights,
        $"{loss}: 'class_weight' at index {Text(index)} is {Number(value)}; the weight of a class must be a finite number. Use 0 for a class that should not count.");

    public static LossException NoIgnoreIndex(string loss) => new(
        LossError.UnknownParameter,
        $"{loss}: ignore_index applies to labels, but the target is rows of numbers; use 'mask' to leave out rows.");

    public static LossException EmptyRow(string loss, long row) => new(
        LossError.Domain,
        $"{loss}: 'prediction' has no element above 0 in row {Text(row)}; the loss divides the row by its sum, which is 0. Mask the row, or check whether the model has collapsed.");

    public static LossException PerClass(string loss, string parameter, int got, int classes) => new(
        LossError.Shape,
        $"{loss}: parameter '{parameter}' is a list of {Text(got)} numbers, but 'prediction' has {Text(classes)} classes; give one number for each class, or a single number.");

    public static LossException BoxLength(string loss, long elements) => new(
        LossError.Shape,
        $"{loss}: 'prediction' has {Count(elements)}; a box is four numbers x1, y1, x2, y2, so the number of elements must be a multiple of 4.");

    public static LossException InvertedBox(string loss, string name, long index, IReadOnlyList<double> box) => new(
        LossError.Domain,
        $"{loss}: box {Text(index)} of '{name}' has the corners ({string.Join(", ", box.Select(Number))}); x1 <= x2 and y1 <= y2 must hold. Boxes as (x, y, width, height) or (cx, cy, width, height)? Convert them to two corners first.");

    public static LossException TermLength(string loss, string name, long got, long terms, string term) => new(
        LossError.Shape,
        $"{loss}: '{name}' has {Count(got)}; give one for each {term}, {Text(terms)} here.");

    public static LossException ScalarReduction(string loss) => new(
        LossError.Reduction,
        $"{loss}: the loss is not a mean of terms, so there is nothing to sum or to leave unreduced; leave the reduction at its default (scalar in requests).");

    public static LossException ScalarWeights(string loss, string name) => new(
        LossError.Weights,
        $"{loss}: the loss is not a mean of terms, so '{name}' has nothing to weight; leave it out, and drop elements that should not count from the arrays.");

    public static LossException ScalarHessian(string loss) => new(
        LossError.NoHessian,
        $"{loss}: there is no Hessian, because the loss is not a mean of terms. Compute only the gradient.");

    public static LossException RowsAndClasses(string loss, long elements, int rows, int classes) => new(
        LossError.Shape,
        $"{loss}: 'prediction' has {Count(elements)}, rows is {Text(rows)} and classes {Text(classes)}; the array is [rows, classes, ...], so rows times classes must be at least 1 and divide the number of elements.");

    public static LossException ClassCount(string loss, int classes, int needed) => new(
        LossError.Shape,
        $"{loss}: the second axis of 'prediction' has {Text(classes)} classes, but this loss is defined only for {Text(needed)}.");

    public static LossException SumRule(string loss, string rule, long group, long groups) => new(
        LossError.Domain,
        $"{loss}: {rule}{(groups == 1 ? "" : $" (group {Text(group)} of {Text(groups)})")}.");

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Count(long count) => count == 1 ? "1 element" : count.ToString(CultureInfo.InvariantCulture) + " elements";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string LabelCause(double label, int classes, int? ignored) => label switch
    {
        _ when double.IsNaN(label) => " A missing label? Mask the row, or drop it.",
        _ when label != Math.Floor(label) => " Probabilities instead of labels? Use a loss that takes distributions, with one probability for each class.",
        _ when label == classes => " Labels counted from 1? Subtract 1.",
        < 0 when ignored is null or IgnoreIndex.None => $" Rows to leave out? Use ignore_index = {Number(label)}, or a mask.",
        < 0 => $" Rows to leave out? Use ignore_index = {Number(label)}, or mask them.",
        _ => " Does 'prediction' have too few classes, or is the class axis wrong?",
    };

    private static string Owners(BatchMembers member) => member switch
    {
        BatchMembers.Rows => "losses that are functions of sums",
        BatchMembers.Classes => "losses over rows of classes and losses that are functions of sums",
        _ => "losses over rows of classes",
    };

    private static string Remedy(BatchMembers member) => member switch
    {
        BatchMembers.Labels => "Use Target to give the target as numbers.",
        BatchMembers.ClassWeights => "Use SampleWeight to weight terms.",
        BatchMembers.IgnoreIndex => "Use Mask to leave out terms.",
        _ => "Leave it out.",
    };

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
        ParameterKind.Matrix => "a list of rows, each a list of numbers",
        _ => "a list of numbers",
    };

    private static string Cause(Domain domain, double value) => domain switch
    {
        { IsLabel: true } when value == 0 => " Labels 0 and 1? Map them: 2 t - 1.",
        { IsLabel: true } when double.IsNaN(value) => " A missing label? Mask it, or drop the row.",
        { Kind: DomainKind.Interval, Low: 0, High: 1 } when value is < 0 or > 1 => " Logits instead of probabilities? Use the loss on logits, or apply a sigmoid first.",
        _ when domain == Domain.AtMost(0) => " Logarithms of probabilities are never above 0. Probabilities? Take their logarithm first. Logits? Take a log-softmax first, or a loss on logits.",
        { Kind: DomainKind.Interval, Low: 0 } when value < 0 => " A count, a variance or an amount cannot be negative; look for sentinel values such as -1 or -999.",
        _ => "",
    };
}
