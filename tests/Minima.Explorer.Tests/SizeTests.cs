using Minima.Frames;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>What a visitor downloads stays within its budget; <c>tools/Minima.Frames</c> prints the same figures.</summary>
public sealed class SizeTests
{
    [Fact]
    public void The_folder_is_within_its_budget() => Assert.InRange(Sizes.OfFolder(Repository.Folder), 1, Sizes.FolderBudget);

    [Fact]
    public void The_one_file_is_within_its_budget() => Assert.InRange(Sizes.OfFile(Repository.OneFile), 1, Sizes.FileBudget);
}
