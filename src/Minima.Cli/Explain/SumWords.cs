using Minima.Cli.Terminal;

namespace Minima.Cli.Explain;

/// <summary>The elements that a loss of sums combines, in words.</summary>
internal static class SumWords
{
    public static string Of(Loss loss, Tongue tongue)
    {
        var groups = loss.Groups switch
        {
            SumGroups.Rows => tongue.Say("each row, a position of the first axis", "每一行（第一轴的一个位置）"),
            SumGroups.Classes => tongue.Say("the positions of each (batch, class), the first two axes", "每个（批次，类别）的全部位置，即前两轴"),
            SumGroups.ClassesOfBatch => tongue.Say("the batch and the positions, for each class (the second axis)", "每个类别（第二轴）的整个批次与全部位置"),
            _ => tongue.Say("all elements", "全部元素"),
        };
        var result = loss.Entry.Sums! switch
        {
            { IsScalar: true } => tongue.Say("; the result is one scalar, without reduction, weights or mask", "；结果为一个标量，没有归约、权重与掩码"),
            { OverClasses: true } => tongue.Say("; one term for all classes of a row", "；每行的所有类别合为一项"),
            _ => tongue.Say("; one term each", "；各为一项"),
        };
        return groups + result;
    }
}
