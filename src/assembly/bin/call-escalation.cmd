@echo off
rem The same as the script beside it, for Windows. It has not been tried there.
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if not exist application.properties cd /d "%home%"
"%java%" "-XX:Flags=%home%\program\java.flags" -jar "%home%\program\call-escalation.jar" %*
exit /b %errorlevel%
