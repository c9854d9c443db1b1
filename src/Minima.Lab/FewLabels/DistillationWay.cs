using Minima.Training.Distillation;

namespace Minima.Lab.FewLabels;

/// <summary>Makes the parts of a lesson from the names of the penultimate layers of the student and the teacher.</summary>
/// <param name="own">The student's layer.</param>
/// <param name="taught">The teacher's layer.</param>
/// <param name="random">Draws the weights that the lesson adds.</param>
internal delegate LessonPart[] LessonMaker(string own, string taught, RandomState random);

/// <summary>A distillation method with four settings; those of its paper, or near them, come first.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Settings">The settings tried.</param>
internal sealed record DistillationWay(string Name, IReadOnlyList<(Words Name, LessonMaker Parts)> Settings)
{
    public static IReadOnlyList<DistillationWay> All { get; } =
    [
        Two("KD", "alpha", [0.5, 0.9], [2, 4], (alpha, temperature) => [LessonPart.Knowledge(temperature, alpha)]),
        Two("DKD", "beta", [1, 4], [4, 2], (beta, temperature) => [LessonPart.Labels(), LessonPart.Decoupled(alpha: 1, beta, temperature)]),
        One("FitNet hint", [0.01, 0.001, 0.1, 1], (weight, own, taught, random) => LessonPart.Hint(own, taught, random, weight)),
        One("RKD distance", [25, 1, 5, 100], (weight, own, taught, _) => LessonPart.Distances(own, taught, weight)),
        One("RKD angle", [50, 2, 10, 200], (weight, own, taught, _) => LessonPart.Angles(own, taught, weight)),
    ];

    private static DistillationWay Two(string name, string number, double[] values, double[] temperatures, Func<double, double, LessonPart[]> make) => new(
        name,
        [.. values.SelectMany(value => temperatures.Select(temperature => (new Words($"{number} {Figure.Digits(value).English} and temperature {Figure.Digits(temperature).English}", $"{number} {Figure.Digits(value).English}、温度 {Figure.Digits(temperature).English}"), (LessonMaker)((_, _, _) => make(value, temperature)))))]);

    private static DistillationWay One(string name, double[] weights, Func<double, string, string, RandomState, LessonPart> make) => new(
        name,
        [.. weights.Select(weight => (new Words($"weight {Figure.Digits(weight).English}", $"权重 {Figure.Digits(weight).English}"), (LessonMaker)((own, taught, random) => [LessonPart.Labels(), make(weight, own, taught, random)])))]);
}
