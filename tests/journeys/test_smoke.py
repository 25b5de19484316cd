async def test_a_student_sees_the_menu(humen):
    await humen.student.sees("想做什么")
