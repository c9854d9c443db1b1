using Minima.Losses;

namespace Minima.Training.Losses;

/// <summary>What relational distillation does with two tables of relations.</summary>
internal static class Relations
{
    /// <summary>How far each relation of the student is from the teacher's: squared below 1, linear beyond.</summary>
    public static Tensor Apart(Tensor student, Tensor teacher) => new SmoothL1().Apply(student, teacher.Detach(), new LossArguments { Reduction = Minima.Reduction.None });
}
